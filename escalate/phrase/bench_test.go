package phrase_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// synthetic returns lexicons of 24 languages with n patterns in all, of the
// shape that real ones have: common words, alternatives, a gap now and then.
func synthetic(n int) map[string][]byte {
	files := map[string][]byte{}
	seed := uint32(1)
	rnd := func(k int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % k
	}
	syllables := []string{"ta", "men", "ri", "so", "ka", "der", "lo", "vin", "pu", "shi", "ez", "on", "gra", "té", "mố", "ü"}
	common := []string{"i", "you", "want", "to", "a", "the", "my", "with", "is", "not", "please", "need", "can", "me", "for"}
	for lang := range 24 {
		var b strings.Builder
		fmt.Fprintf(&b, "language: x%c\n", 'a'+lang)
		var words []string
		for range 600 {
			w := ""
			for range 2 + rnd(3) {
				w += syllables[rnd(len(syllables))]
			}
			words = append(words, w)
		}
		word := func() string {
			if rnd(2) == 0 {
				return common[rnd(len(common))]
			}
			return words[rnd(len(words))]
		}
		for i := range n / 24 {
			if i%20 == 0 {
				fmt.Fprintf(&b, "[group.g%d strong]\n", rnd(20))
			}
			fmt.Fprintf(&b, "%s (%s|%s|%s) %s %s? %s\n", word(), word(), word(), word(), []string{"", "..", ""}[rnd(3)], word(), words[rnd(len(words))])
		}
		b.WriteString("[scope negation before 4]\n" + words[0] + "\n")
		files[fmt.Sprintf("%02d.txt", lang)] = []byte(b.String())
	}
	return files
}

func compile(tb testing.TB, files map[string][]byte, rest ...*phrase.Source) *phrase.Lexicon {
	tb.Helper()
	for i := range 24 {
		name := fmt.Sprintf("%02d.txt", i)
		s, err := phrase.Parse(name, files[name])
		require.NoError(tb, err)
		rest = append(rest, s)
	}
	l, err := phrase.Compile(rest...)
	require.NoError(tb, err)
	return l
}

// english is a source of the words that the messages below have.
func english(tb testing.TB) *phrase.Source {
	tb.Helper()
	s, err := phrase.Parse("en.txt", []byte("language: en\n[request.human strong]\n(talk|speak) (to|with) (a|an)? (real)? (human|person|agent)\n[scope negation before 4]\ndon't\n"))
	require.NoError(tb, err)
	return s
}

var messages = []struct{ name, text string }{
	{"nothing", "could you please tell me when my order 12345 will arrive, thank you so"},
	{"match", "I want to talk to a real person about my order, the bot is no help now"},
	{"vietnamese", "cho tôi hỏi đơn hàng của tôi khi nào thì được giao đến nơi vậy ạ"},
	{"chinese", "请问我的订单什么时候可以送到我家里谢谢你们的帮助"},
	{"long", strings.Repeat("could you please tell me when my order will arrive, I need it for the party. ", 60)},
}

func BenchmarkMatch(b *testing.B) {
	l := compile(b, synthetic(5000), english(b))
	for _, m := range messages {
		b.Run(m.name, func(b *testing.B) {
			t := text.New(m.text)
			var dst []phrase.Match
			b.ReportAllocs()
			b.SetBytes(int64(len(m.text)))
			for b.Loop() {
				dst = l.Match(dst[:0], t)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	files := synthetic(10000)
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for name, data := range files {
				if _, err := phrase.Parse(name, data); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	var sources []*phrase.Source
	for i := range 24 {
		name := fmt.Sprintf("%02d.txt", i)
		s, err := phrase.Parse(name, files[name])
		require.NoError(b, err)
		sources = append(sources, s)
	}
	b.Run("compile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := phrase.Compile(sources...); err != nil {
				b.Fatal(err)
			}
		}
	})
}
