package text_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/text"
)

func TestFolded(t *testing.T) {
	for _, c := range []struct{ raw, folded, stripped string }{
		{"", "", ""},
		{"Hello, World", "hello, world", "hello, world"},
		{"Tôi MUỐN gặp", "tôi muốn gặp", "toi muon gap"},
		{"to\u0302i muo\u0302\u0301n", "tôi muốn", "toi muon"},
		{"e\u0323\u0302 e\u0302\u0323", "ệ ệ", "e e"},
		{"đường łódź Øre œuvre Þór", "đường łódź øre œuvre þór", "duong lodz ore oeuvre thor"},
		{"Straße STRASSE STRAẞE", "strasse strasse strasse", "strasse strasse strasse"},
		{"KIZGINIM İstanbul ılık", "kizginim istanbul ılık", "kizginim istanbul ilik"},
		{"ΟΔΟΣ οδός", "οδοσ οδόσ", "οδοσ οδοσ"},
		{"ещё Йод", "ещё йод", "еще йод"},
		{"don’t DON‘T `x`", "don't don't `x`", "dont dont `x`"},
		{"з`єднайте п&#96;ять п｀ять a`1", "з'єднайте п'ять п'ять a`1", "зєднайте пять пять a`1"},
		{"ａｇｅｎｔ 𝐚𝐠𝐞𝐧𝐭 ⓐⓖⓔⓝⓣ ᴀɢᴇɴᴛ 🅰🅶🅴🅽🆃", "agent agent agent agent agent", "agent agent agent agent agent"},
		{"аgеnt with Cyrillic, агeнт with Latin", "agent with cyrillic, агент with latin", "agent with cyrillic, агент with latin"},
		{"привет agent", "привет agent", "привет agent"},
		{"hu\u00adm\u200ba\u2060n \u202eabc\u202c \ufeffx\U000e0041", "human abc x", "human abc x"},
		{"a\x00b\x07c\x7f", "abc", "abc"},
		{"a\xffb\xc3", "ab", "ab"},
		{"&lt;b&gt; &amp;amp; &#39;x&#x27; a&nbsp;b &Eacute;", "<b> & 'x' a b é", "<b> & 'x' a b e"},
		{"&nothing; & &#xffffffff; &;", "&nothing; & &#xffffffff; &;", "&nothing; & &#xffffffff; &;"},
		{"＆ａｍｐ；lt;", "<", "<"},
		{"１２３ ٣٤ ३४", "123 34 34", "123 34 34"},
		{"½ ㎏ ﬁ … №", "1⁄2 kg fi ... no", "1⁄2 kg fi ... no"},
		{"ｶﾞ が か\u3099", "ガ が が", "ガ が が"},
		{"각 \u1100\u1161\u11a8", "각 각", "각 각"},
		{"أُرِيدُ مـــوظف إلى هذه القهوة", "أريد موظف إلى هذه القهوة", "اريد موظف الي هذه القهوه"},
		{"שָׁלוֹם", "שלום", "שלום"},
		{"นํ้า นํา เเละ", "น้ำ นำ และ", "น้ำ นำ และ"},
		{"👍🏽 ❤️ 1️⃣", "👍 ❤ 1", "👍 ❤ 1"},
		{"a\r\nb\rc\td\u2028e\u3000f", "a\nb\nc d\ne f", "a\nb\nc d\ne f"},
	} {
		x := text.New(c.raw)
		assert.Equal(t, c.folded, x.Folded(), "%+q", c.raw)
		assert.Equal(t, c.stripped, x.Stripped(), "%+q", c.raw)
		assert.Equal(t, c.raw, x.Raw())
	}
}

// words lists folded words, with the kind of those that are not of letters.
func words(raw string) string {
	var out []string
	for _, w := range text.New(raw).Words() {
		s := w.Folded
		if w.Kind != text.Letters {
			s += "/" + w.Kind.String()
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"I don't know, really!!!", "i don't know ,/punct really !!!/punct"},
		{"dont 'quoted' o'clock", "dont '/punct quoted '/punct o'clock"},
		{"l'agent d’un qu'elle dell'ordine", "l' agent d' un qu' elle dell' ordine"},
		{"*bold* _agent_ **x** f**k a**hole", "*/punct bold */punct _/punct agent _/punct **/punct x **/punct f**k a**hole"},
		{"1,234.50 10:30 24/7 5th 10am 500k covid19 AB12345 ORD-77", "1,234.50/number 10:30/number 24/7/number 5th/number 10am/number 500k/number covid19 ab12345/code ord -/punct 77/number"},
		{"mail a.b+c@x-y.co.uk, see https://x.com/a?b=(c). or foo.com/x, hi.how are e.g. that", "mail a.b+c@x-y.co.uk/email ,/punct see https://x.com/a?b=(c)/url ./punct or foo.com/x/url ,/punct hi ./punct how are e ./punct g ./punct that"},
		{"[text](http://y.com) @max_m h@te", "[/punct text ]/punct (/punct http://y.com/url )/punct @max_m/handle h@te"},
		{"我要agent服务", "我 要 agent 服 务"},
		{"ขอคุยกับคน", "ข อ คุ ย กั บ ค น"},
		{"น้ำ ก็", "น้ำ ก็"},
		{"ខ្ញុំចង់", "ខ្ញុំ ច ង់"},
		{"はやく来て", "は や く 来 て"},
		{"상담원 연결 agent연결", "상담원 연결 agent 연결"},
		{"नमस्ते किसी से", "नमस्ते किसी से"},
		{"🇻🇳🇫🇷 👩‍💻!", "🇻🇳/emoji 🇫🇷/emoji 👩/emoji 💻/emoji !/punct"},
		{"sorry :( :-(( <3 ^^ option:(a) 10:30)", "sorry :(/emoji :-((/emoji <3/emoji ^^/emoji option :/punct (/punct a )/punct 10:30/number )/punct"},
		{"<b>hi</b> 3 < 4", "<b>/punct hi </b>/punct 3/number </punct 4/number"},
		{"$cam costs $50", "$cam costs $/punct 50/number"},
	} {
		assert.Equal(t, c.want, words(c.raw), c.raw)
	}
}

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		raw       string
		alt       []string
		elongated bool
	}{
		{"please", nil, false},
		{"good", nil, false},
		{"PLEEEASE", []string{"please", "pleease"}, true},
		{"hellllooo", []string{"helo", "hello", "heloo", "helloo"}, true},
		{"đượccc", []string{"được", "đượcc"}, true},
		{"ag3nt", []string{"agent"}, false},
		{"hum4n", []string{"human"}, false},
		{"1d1ot", []string{"idiot", "ldlot"}, false},
		{"n00b", []string{"noob"}, false},
		{"@gent", []string{"agent"}, false},
		{"$cam", []string{"scam"}, false},
		{"iphone13", nil, false},
		{"b2b", nil, false},
		{":-(((", []string{":-(", ":("}, false},
	} {
		ws := text.New(c.raw).Words()
		require.Len(t, ws, 1, c.raw)
		assert.Equal(t, c.alt, ws[0].Alt, c.raw)
		assert.Equal(t, c.elongated, ws[0].Elongated, c.raw)
	}
	var elongated []bool
	for _, w := range text.New("มากกกก").Words() {
		elongated = append(elongated, w.Elongated)
	}
	assert.Equal(t, []bool{false, false, false, false, true, true}[:len(elongated)], elongated)
}

func TestFlags(t *testing.T) {
	ws := text.New("I WANT This NOW-ish ÄÖ 我").Words()
	var upper, joined []string
	for _, w := range ws {
		if w.Upper {
			upper = append(upper, w.Folded)
		}
		if w.Joined {
			joined = append(joined, w.Folded)
		}
	}
	assert.Equal(t, []string{"want", "now", "äö"}, upper)
	assert.Equal(t, []string{"-", "ish"}, joined)
	assert.Equal(t, "Hani", ws[len(ws)-1].Script.String())
	assert.Equal(t, text.Latin, ws[0].Script)
}

// quoted returns the raw text with the quoted words in braces.
func quoted(raw string) string {
	var b strings.Builder
	last, in := 0, false
	for _, w := range text.New(raw).Words() {
		if w.Quoted != in {
			if in {
				b.WriteString("}")
			}
			b.WriteString(raw[last:w.Start])
			if w.Quoted {
				b.WriteString("{")
			}
			in = w.Quoted
			last = w.Start
		}
		b.WriteString(raw[last:w.End])
		last = w.End
	}
	if in {
		b.WriteString("}")
	}
	return b.String()
}

func TestQuoted(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"> old text\nnew", "{> old text}\nnew"},
		{"&gt; old\nnew", "{&gt; old}\nnew"},
		{">50 items", ">50 items"},
		{`you said "no way" to me`, `you said {"no way"} to me`},
		{"er sagte „nein danke“ zu mir", "er sagte {„nein danke“} zu mir"},
		{"il a dit « non » hier", "il a dit {« non »} hier"},
		{"彼は「無理です」と言った", "彼は{「無理です」}と言った"},
		{"他说“不行”然后走了", "他说{“不行”}然后走了"},
		{"she told me ‘go away’ twice", "she told me {‘go away’} twice"},
		{"he said: 'go away' and hung up", "he said: {'go away'} and hung up"},
		{"the customers' fault, don't you think", "the customers' fault, don't you think"},
		{`"I want a human"`, `"I want a human"`}, // nothing else is said
		{`a 5" screen and a 7" one`, `a 5" screen and a 7" one`},
		{"an \"open quote\nand a line\"", "an \"open quote\nand a line\""},
		{"Still broken\nOn Mon, 3 May 2026, Ann <a@b.co> wrote:\nHello\nbye", "Still broken\n{On Mon, 3 May 2026, Ann <a@b.co> wrote:\nHello\nbye}"},
		{"Vào 3/5/2026, An đã viết:\n> xin chào\ncảm ơn", "{Vào 3/5/2026, An đã viết:\n> xin chào}\ncảm ơn"},
		{"I wrote:\nhelp me", "I wrote:\nhelp me"},
	} {
		assert.Equal(t, c.want, quoted(c.raw), c.raw)
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want []string
	}{
		{"One. Two! Three?", []string{"One.", "Two!", "Three?"}},
		{"hi.how are you", []string{"hi.", "how are you"}},
		{"Dr. Who met Mr. X. at 3.50 e.g. there", []string{"Dr. Who met Mr. X. at 3.50 e.g. there"}},
		{"I want... a human", []string{"I want... a human"}},
		{"I want... A human", []string{"I want...", "A human"}},
		{"what?! \"no.\" ok", []string{"what?!", "\"no.\"", "ok"}},
		{"line\nnext", []string{"line", "next"}},
		{"你好。我要人工！快", []string{"你好。", "我要人工！", "快"}},
		{"हाँ। नहीं", []string{"हाँ।", "नहीं"}},
		{"هل؟ نعم", []string{"هل؟", "نعم"}},
		{"1. open it 2. close", []string{"1. open it 2.", "close"}},
		{"great! 😡 fix", []string{"great!", "😡 fix"}},
		{"γιατί; δεν ξέρω", []string{"γιατί;", "δεν ξέρω"}},
	} {
		var got []string
		for _, s := range text.New(c.raw).Sentences() {
			got = append(got, c.raw[s.Start:s.End])
		}
		assert.Equal(t, c.want, got, c.raw)
	}
	var questions []bool
	for _, s := range text.New("aa? bb. cc?!) γιατί; dd؟").Sentences() {
		questions = append(questions, s.Question)
	}
	assert.Equal(t, []bool{true, false, true, true, true}, questions)
}

func TestRawSpan(t *testing.T) {
	x := text.New("A\u200bB e\u0301&amp;…Z")
	require.Equal(t, "ab é&...z", x.Folded())
	for _, c := range []struct {
		start, end int
		want       string
	}{
		{0, 1, "A"}, {0, 2, "A\u200bB"}, {1, 2, "B"}, {3, 5, "e\u0301"}, {3, 4, "e\u0301"}, {5, 6, "&amp;"}, {7, 8, "…"}, {6, 10, "…Z"}, {-5, 99, "A\u200bB e\u0301&amp;…Z"}, {2, 2, ""}, {10, 10, ""},
	} {
		start, end := x.RawSpan(c.start, c.end)
		assert.Equal(t, c.want, x.Raw()[start:end], "%d:%d", c.start, c.end)
	}
	start, end := new(text.Text).RawSpan(0, 3)
	assert.Zero(t, start+end)
}

// TestLinear feeds megabytes of one thing: what grew with the square of the
// length would take minutes.
func TestLinear(t *testing.T) {
	size := 1 << 20
	if testing.Short() || raced {
		size = 1 << 17
	}
	for _, unit := range []string{
		"a", "!", "e\u0301", "\u0301", "\U0001f621", "我", "a.", "a@", "\"a ", "'", "&", "&amp;", ";", "&amp", "\xff", "\n", "> a\n", "<b", "(", ":(",
		"аa", "aaa ", "a1", "1.", "l'", "*", "f*", "://", "www.", "a-", "ក្", "เ", "\u4dff\u0334", "a “", "@a", "on 1 wrote:\n", "ß", "\u200b", "\u1161",
	} {
		x := text.New(strings.Repeat(unit, size/len(unit)))
		n := len(x.Words())
		if n > 0 {
			assert.LessOrEqual(t, x.Words()[n-1].End, size)
		}
	}
}

func TestAllocations(t *testing.T) {
	for _, c := range []struct {
		raw  string
		most float64
	}{
		{"could you please tell me when my order will arrive", 3},
		{"Could you please tell me WHEN my order will arrive", 7},
		{"tôi muốn gặp nhân viên hỗ trợ ngay bây giờ", 8},
	} {
		got := testing.AllocsPerRun(20, func() { text.New(c.raw) })
		assert.LessOrEqual(t, got, c.most, c.raw)
	}
}

func ExampleNew() {
	t := text.New("Tôi MUỐN gặp ag3nt &amp; pleeease!!")
	fmt.Println(t.Folded())
	fmt.Println(t.Stripped())
	for _, w := range t.Words() {
		fmt.Printf("%q %s %q\n", t.Raw()[w.Start:w.End], w.Kind, w.Alt)
	}
	// Output:
	// tôi muốn gặp ag3nt & pleeease!!
	// toi muon gap ag3nt & pleeease!!
	// "Tôi" letters []
	// "MUỐN" letters []
	// "gặp" letters []
	// "ag3nt" letters ["agent"]
	// "&amp;" punct []
	// "pleeease" letters ["please" "pleease"]
	// "!!" punct []
}

func ExampleText_RawSpan() {
	t := text.New("I want a Ｈｕ\u200bｍａｎ")
	i := strings.Index(t.Folded(), "human")
	start, end := t.RawSpan(i, i+len("human"))
	fmt.Printf("%q\n", t.Raw()[start:end])
	// Output: "Ｈｕ\u200bｍａｎ"
}
