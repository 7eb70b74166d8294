package text_test

import (
	"testing"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// seeds are messages of the kinds that the package has rules for.
var seeds = []string{
	"", "hello", "I WANT a HUMAN!!!", "Tôi muốn gặp nhân viên", "to\u0302\u0301i", "TÔI", "&amp;amp;lt;b&gt; &#39;x&#x27; &nbsp;&Eacute;", "＆ａｍｐ；",
	"ａｇｅｎｔ 𝐚𝐠𝐞𝐧𝐭 ⓐ ㎏ ½ ﬁ ﷺ …", "аgent агeнт", "z\u200bw\u200dj \u202eabc", "pleeeease heeeelllpppp", "ag3nt @gent h4t3 f**k", "\xff\xfea\xc3(",
	"> quoted\nnot", "On Mon 3 May, Ann wrote:\nhi there\nyou", "he said \"no way\" to me", "„so“ «так» 「はい」と言った", "https://x.com/a?b=(c). a@b.co www.x.de foo.com/x",
	"เขาไม่ทำน้ํา เเละ นํ้า มากกกกก", "我要人工客服！！！", "はやくーーー", "ខ្ញុំចង់", "လူနဲ့", "상담원 연결해줘", "أُرِيدُ مُوَظَّفًا", "İIıi ß ẞ ς Σ", "👩‍💻👍🏽🇻🇳1️⃣ :(( <3 ^^",
	"1. one 2.5 12:30 10am 5th AB12345 covid19", "l'agent d'un don't don’t dont", "a.b.c.d.e.f@", "<b>x</b><br>y <3", "\r\n\r\t\x00\v", "e.g. this. That Mr. X. ok",
	"\u0301\u0301", "ΐ ᾳ ŉ ǰ", "각", "\u1100\u1161\u11a8", "ो\u09c7\u09be", "‼⁉", "`code` *a* _b_ [x](http://y.com)", "&a\u200bmp;", "&#x430;bc",
}

// FuzzNew checks what holds of every text: spans in bounds, in order and on
// rune boundaries, every visible character in a word, and folding a fixed point.
func FuzzNew(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		x := text.New(raw)
		if x.Raw() != raw {
			t.Fatal("raw text changed")
		}
		checkWords(t, x)
		checkSentences(t, x)
		if again := text.New(x.Folded()); again.Folded() != x.Folded() {
			t.Fatalf("folding %+q gives %+q, and that %+q", raw, x.Folded(), again.Folded())
		}
		if !utf8.ValidString(x.Folded()) || !utf8.ValidString(x.Stripped()) {
			t.Fatal("invalid UTF-8")
		}
		for i := 0; i < len(x.Folded()); i++ {
			start, end := x.RawSpan(i, i+1)
			checkSpan(t, raw, start, end)
		}
		checkSpan(t, raw, 0, len(raw))
	})
}

func checkWords(t *testing.T, x *text.Text) {
	t.Helper()
	start, end, folded := 0, 0, 0
	for i, w := range x.Words() {
		checkSpan(t, x.Raw(), w.Start, w.End)
		if w.Start == w.End || w.Start < start || w.End < end {
			t.Fatalf("word %d %+v after %d:%d", i, w, start, end)
		}
		start, end = w.Start, w.End
		if w.Folded == "" || w.Kind == 0 {
			t.Fatalf("word %d is nothing: %+v", i, w)
		}
		for s := x.Folded(); s[folded:folded+len(w.Folded)] != w.Folded; folded++ {
			if s[folded] != ' ' && s[folded] != '\n' {
				t.Fatalf("%q of %q is in no word", s[folded:], s)
			}
		}
		from, to := x.RawSpan(folded, folded+len(w.Folded))
		if from != w.Start || to != w.End {
			t.Fatalf("word %d %+v: RawSpan says %d:%d", i, w, from, to)
		}
		folded += len(w.Folded)
		if len(w.Alt) > 6 {
			t.Fatalf("%d readings", len(w.Alt))
		}
		for _, a := range w.Alt {
			if a == w.Folded || a == "" {
				t.Fatalf("reading %q of %q", a, w.Folded)
			}
		}
	}
	for _, r := range x.Folded()[folded:] {
		if r != ' ' && r != '\n' {
			t.Fatalf("%q is in no word", x.Folded()[folded:])
		}
	}
}

func checkSentences(t *testing.T, x *text.Text) {
	t.Helper()
	next := 0
	for i, s := range x.Sentences() {
		if s.FirstWord != next || s.LastWord < s.FirstWord {
			t.Fatalf("sentence %d %+v after word %d", i, s, next)
		}
		for _, w := range x.Words()[s.FirstWord : s.LastWord+1] {
			if w.Sentence != i || w.Start < s.Start || w.End > s.End {
				t.Fatalf("sentence %d %+v has %+v", i, s, w)
			}
		}
		next = s.LastWord + 1
	}
	if next != len(x.Words()) {
		t.Fatalf("%d words in sentences of %d", next, len(x.Words()))
	}
}

// checkSpan takes an invalid byte for a character of one byte.
func checkSpan(t *testing.T, raw string, start, end int) {
	t.Helper()
	if start < 0 || start > end || end > len(raw) {
		t.Fatalf("span %d:%d of %d bytes", start, end, len(raw))
	}
	if !boundary(raw, start) || !boundary(raw, end) {
		t.Fatalf("span %d:%d splits a character of %+q", start, end, raw)
	}
}

func boundary(s string, i int) bool {
	if i == len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for k := max(0, i-3); k < i; k++ {
		if r, n := utf8.DecodeRuneInString(s[k:]); k+n > i && !(r == utf8.RuneError && n == 1) {
			return false
		}
	}
	return true
}
