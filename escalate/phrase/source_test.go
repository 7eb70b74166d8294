package phrase_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", `f:1:1: no language: the file begins with "language: en" or "language: any"`},
		{"[a]\nb", `f:1:1: no language: the file begins with "language: en" or "language: any"`},
		{"language: e_n\n", `f:1:1: language "e_n" is no BCP 47 tag`},
		{"language: en\nword", `f:2:1: pattern before the first [section]`},
		{"language: en\n[a", `f:2:3: section without ]`},
		{"language: en\n[ ]", `f:2:1: section without a name`},
		{"language: en\n[a strong weak]", `f:2:1: more than one strength`},
		{"language: en\n[a 1.5]", `f:2:1: strength 1.5 outside [0,1]`},
		{"language: en\n[a]\n  (b", `f:3:3: ( without )`},
		{"language: en\n[a]\nb)", `f:3:2: ')' is out of place`},
		{"language: en\n[a]\nb (c|)", `f:3:5: empty alternative`},
		{"language: en\n[a]\nb ()", `f:3:3: empty parentheses`},
		{"language: en\n[a]\n?", `f:3:1: ? follows nothing that can be left out; a question mark is written \?`},
		{"language: en\n[a]\nđa b??", `f:3:6: ? follows nothing that can be left out; a question mark is written \?`},
		{"language: en\n[a]\nb? c?", `f:3:1: every word can be left out: nothing to look for`},
		{"language: en\n[a]\n... b", `f:3:1: a gap begins nothing`},
		{"language: en\n[a]\nb ...", `f:3:1: a gap ends nothing`},
		{"language: en\n[a]\na .. b .. c .. d .. e", `f:3:1: more than 3 gaps`},
		{"language: en\n[a]\na ^ b", `f:3:1: ^ stands at the start`},
		{"language: en\n[a]\na $ b", `f:3:1: $ stands at the end`},
		{"language: en\n[a]\na*b c ; *", `f:3:9: * stands at the end or at the start of a word; as itself it is written \*`},
		{"language: en\n[a]\n<b>", `f:3:1: set "b" is not defined above`},
		{"language: en\n[a]\n<b", `f:3:1: < without >`},
		{"language: en\n[a]\nb {loud}", `f:3:3: strength {loud} is neither strong, medium, weak nor a number in [0,1]`},
		{"language: en\n[a]\nb {weak} c", `f:3:10: 'c' is out of place`},
		{"language: en\n[a]\n!!!", `f:3:1: every word can be left out: nothing to look for`},
		{"language: en\n[a]\nb \\", `f:3:3: \ before nothing`},
		{"language: en\n[set number]\nb", `f:2:1: set "number" is defined already`},
		{"language: en\n[scope denial before 3]", `f:2:1: "denial": a scope reads [scope KIND before|after|around REACH], REACH a number of words, clause, sentence or text`},
		{"language: en\n[scope past before 51]", `f:2:1: "51": a scope reads [scope KIND before|after|around REACH], REACH a number of words, clause, sentence or text`},
		{"language: en\n[a]\n\xff", `f:3:1: not UTF-8`},
		{"language: en\n[a]\n" + strings.Repeat("a ", 33), `f:3:1: more than 32 words`},
		{"language: en\n[a]\n" + strings.Repeat("(", 9), `f:3:9: parentheses deeper than 8`},
		{"language: en\n[a]\n" + strings.Repeat("(a b|c d)", 11), `f:3:1: stands for more than 1000 sequences: split the pattern, or use alternatives of one word`},
		{"language: en\n[a]\n" + strings.Repeat("a", 5000), `f:3:4097: line of 5000 bytes, more than 4096`},
		{"language: en\n[a]\n(\nb\n)", "f:3:1: ( without )\nf:5:1: ')' is out of place"},
	} {
		_, err := phrase.Parse("f", []byte(c.file))
		var e *phrase.Error
		if assert.Error(t, err, c.file) && assert.ErrorAs(t, err, &e, c.file) {
			assert.Equal(t, c.want, err.Error(), c.file)
		}
	}
	_, err := phrase.Parse("f", []byte("language: en\n[a]\n"+strings.Repeat("(\n", 100)))
	assert.Equal(t, 20, strings.Count(err.Error(), "( without )"))
}

func TestLoad(t *testing.T) {
	_, err := phrase.Load(os.DirFS("testdata"), "none*.txt")
	assert.EqualError(t, err, `phrase: "none*.txt": no such lexicon`)
	_, err = phrase.Load(os.DirFS("testdata"), "[")
	assert.Error(t, err)
	_, err = phrase.Load(fstest.MapFS{"a": {Data: []byte("x")}, "b": {Data: []byte("language: en\n[a]\n(")}}, "*")
	assert.ErrorContains(t, err, "a:1:1: no language")
	assert.ErrorContains(t, err, "b:3:1: ( without )")

	l, err := phrase.Load(os.DirFS("testdata"), "*.txt", "en.txt")
	require.NoError(t, err)
	assert.Equal(t, []string{"ar", "de", "en", "ja", "tr", "vi", "zh"}, l.Languages())
	assert.Equal(t, []string{"dispute.charge", "emotion.anger", "request.human"}, l.Groups())
	assert.Equal(t, lexicon(t).Len(), l.Len())

	_, err = phrase.Compile(nil)
	assert.Error(t, err)
	empty, err := phrase.Compile()
	require.NoError(t, err)
	assert.Empty(t, empty.Match(nil, text.New("hello")))
}

func TestTooManyLanguages(t *testing.T) {
	var sources []*phrase.Source
	for i := range 64 {
		s, err := phrase.Parse("f", fmt.Appendf(nil, "language: x%d\n[a]\nb", i))
		require.NoError(t, err)
		sources = append(sources, s)
	}
	_, err := phrase.Compile(sources...)
	assert.EqualError(t, err, "phrase: f: more than 63 languages")
	_, err = phrase.Compile(sources[:63]...)
	assert.NoError(t, err)
}

func TestSection(t *testing.T) {
	s, err := phrase.Parse("f", []byte("\ufefflanguage: any # all\r\n\r\n[a.b 0.7 vip late] # comment\r\none ; two {0.2}  # more\r\n"))
	require.NoError(t, err)
	assert.Equal(t, "any", s.Language())
	assert.Equal(t, "f", s.Name())
	assert.Equal(t, 2, s.Len())
	l, err := phrase.Compile(s)
	require.NoError(t, err)
	m := l.Match(nil, text.New("two one"))
	require.Len(t, m, 2)
	assert.Equal(t, 0.2, m[0].Weight)
	assert.Equal(t, 0.7, m[1].Weight)
	assert.Equal(t, []string{"vip", "late"}, m[1].Pattern.Attrs)
	assert.Equal(t, "f:4: one", m[1].Pattern.String())
	assert.Equal(t, "f:4: two", m[0].Pattern.String())
	assert.Equal(t, phrase.Any, m[0].Language)
}

// FuzzParse reads any lexicon and any text: mistakes have their type, and
// matches are in order, inside the text and of the lexicon.
func FuzzParse(f *testing.F) {
	files, err := os.ReadDir("testdata")
	require.NoError(f, err)
	for _, file := range files {
		if file.IsDir() {
			continue
		}
		data, err := os.ReadFile("testdata/" + file.Name())
		require.NoError(f, err)
		f.Add(data, "I don't want to talk to a human, 我不要人工客服 tôi muốn gặp nhân viên")
	}
	f.Add([]byte("language: any\n[a]\na? b? (c d|e)? .. =f* *g \\? <any>? $\n^ <number> {0.1}"), "a b a b c d f1 g? 7")
	f.Fuzz(func(t *testing.T, data []byte, raw string) {
		s, err := phrase.Parse("f", data)
		if err != nil {
			var e *phrase.Error
			if !errors.As(err, &e) || e.Line < 1 || e.Col < 1 || e.Problem == "" {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		l, err := phrase.Compile(s, s)
		if err != nil {
			t.Fatal(err)
		}
		x := text.New(raw)
		matches := l.Match(nil, x)
		last := 0
		for _, m := range matches {
			words := x.Words()
			if m.FirstWord < last || m.LastWord < m.FirstWord || m.LastWord >= len(words) ||
				m.Start != words[m.FirstWord].Start || m.End != words[m.LastWord].End {
				t.Fatalf("match %+v of %d words after word %d", m, len(words), last)
			}
			last = m.FirstWord
			if m.Pattern == nil || m.Weight < 0 || m.Weight > 1 || m.Group != m.Pattern.Group || m.Language != s.Language() {
				t.Fatalf("match %+v", m)
			}
		}
		again := l.Match(make([]phrase.Match, 0, 1), text.New(raw))
		if len(again) != len(matches) {
			t.Fatal("another call finds other matches")
		}
		for i := range again {
			if again[i] != matches[i] {
				t.Fatalf("%+v, then %+v", matches[i], again[i])
			}
		}
	})
}

func TestLanguageFilter(t *testing.T) {
	l := lexicon(t)
	x := text.New("talk to a human, tôi muốn gặp nhân viên")
	assert.Len(t, l.Match(nil, x), 2)
	for _, c := range []struct {
		languages []string
		want      string
	}{{[]string{"en"}, "en"}, {[]string{"vi", "xx"}, "vi"}} {
		m := l.MatchIn(nil, x, l.Set(c.languages...))
		require.Len(t, m, 1)
		assert.Equal(t, c.want, m[0].Language)
	}
	assert.Empty(t, l.MatchIn(nil, x, l.Set("xx")))
}

func TestMatchAllocates(t *testing.T) {
	if raced {
		t.Skip("the pool of working memory is emptied at random")
	}
	l := lexicon(t)
	x := text.New("where is my order, you said it would be here last week 😡 hello hello")
	dst := make([]phrase.Match, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() { dst = l.Match(dst[:0], x) }))
	x = text.New("where is my order")
	assert.Zero(t, testing.AllocsPerRun(100, func() { l.Match(nil, x) }))
}

// TestMatchLinear feeds what patterns of optional words and gaps like least.
func TestMatchLinear(t *testing.T) {
	s, err := phrase.Parse("f", []byte("language: any\n[a]\n"+
		strings.Repeat("a? ", 20)+"b\na ... a ... a ... b\nhuman {weak} ; human human\nx* *x\n[scope negation before 50]\nno\n[a not]\nzz\n"))
	require.NoError(t, err)
	l, err := phrase.Compile(s)
	require.NoError(t, err)
	for _, unit := range []string{"a ", "b ", "a b ", "no human ", "zz human ", "x", "b 😡 ", "human\" "} {
		size := 1 << 18
		if raced {
			size = 1 << 15
		}
		l.Match(nil, text.New(strings.Repeat(unit, size/len(unit))))
	}
}

func ExampleLexicon_Match() {
	source, err := phrase.Parse("en.txt", []byte(`
language: en

[request.human strong]
(talk|speak) (to|with) (a|an)? (person|human|agent)

[request.human not]
travel agent

[scope negation before 4]
don't ; no need to
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	lexicon, err := phrase.Compile(source)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, raw := range []string{
		"Can I TALK to an ag3nt?",
		"i dont want to speak to a human",
		"talk to a travel agent",
	} {
		fmt.Println(raw)
		for _, m := range lexicon.Match(nil, text.New(raw)) {
			fmt.Printf("\t%s %.1f %s %q (%s)\n", m.Group, m.Weight, m.Scope, raw[m.Start:m.End], m.Pattern)
		}
	}
	// Output:
	// Can I TALK to an ag3nt?
	// 	request.human 0.9 plain "TALK to an ag3nt" (en.txt:5: (talk|speak) (to|with) (a|an)? (person|human|agent))
	// i dont want to speak to a human
	// 	request.human 0.9 negated "speak to a human" (en.txt:5: (talk|speak) (to|with) (a|an)? (person|human|agent))
	// talk to a travel agent
}

// A language that sees another's words in part does not see what scopes them.
func TestScopesHoldAcrossLanguages(t *testing.T) {
	en, err := phrase.Parse("en.txt", []byte("language: en\n[dispute.charge strong]\ndispute this charge\n[scope hypothesis before 5]\nwhat happens if\n"))
	require.NoError(t, err)
	fil, err := phrase.Parse("fil.txt", []byte("language: fil\n[dispute.charge strong]\ni dispute\n"))
	require.NoError(t, err)
	l, err := phrase.Compile(en, fil)
	require.NoError(t, err)
	assert.Equal(t, `fil dispute.charge hypothetical "i dispute"`, found(l, "what happens if i dispute this charge?"))
	assert.Equal(t, `fil dispute.charge plain "i dispute"`, found(l, "i dispute this charge"))
}
