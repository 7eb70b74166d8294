package escalate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
)

// The cost of the engine itself, with detectors that only search a string.
// Benchmarks of the real detectors are in package standard.
func BenchmarkTurn(b *testing.B) {
	e := newEngine()
	for name, text := range map[string]string{
		"short": "where is my order, it was due on Tuesday",
		"long":  strings.Repeat("where is my order, it was due on Tuesday. ", 100),
		"found": "I want to talk to a person, you idiots",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Evaluate(b.Context(), transcript(customer(text))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A new turn costs the same however long the conversation is: compare the
// lines.
func BenchmarkNewTurn(b *testing.B) {
	for _, turns := range []int{4, 40, 400, 4000} {
		b.Run(fmt.Sprintf("after=%d", turns), func(b *testing.B) {
			s, err := newEngine().NewSession(escalate.Conversation{})
			if err != nil {
				b.Fatal(err)
			}
			add := func(t escalate.Turn) {
				if _, err := s.Add(b.Context(), t); err != nil {
					b.Fatal(err)
				}
			}
			for i := range turns / 2 {
				add(customer(fmt.Sprint("where is order ", i)))
				add(bot("I am looking."))
			}
			b.ReportAllocs()
			for b.Loop() {
				add(customer("and now, you idiots?"))
			}
		})
	}
}

func BenchmarkSession100(b *testing.B) {
	e := newEngine()
	tr := transcript()
	for i := range 50 {
		tr.Turns = append(tr.Turns, customer(fmt.Sprint("where is order ", i)), bot("I am looking."))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.EvaluateTurns(b.Context(), tr); err != nil {
			b.Fatal(err)
		}
	}
}
