package standard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/stretchr/testify/require"
)

var benchTexts = map[string]string{
	"short": "where is my order? it was due on tuesday, parcel 4471-K, thank you",
	"vi":    "đơn của mình giao tới đâu rồi shop ơi, hẹn hôm qua mà chưa thấy ạ",
	"found": "third time i'm asking: you charged my card twice, get me a person now",
	"long":  strings.Repeat("where is my order? it was due on tuesday, parcel 4471-K, thank you. ", 15),
}

// BenchmarkTurn is one customer turn, all detectors and the policy.
func BenchmarkTurn(b *testing.B) {
	for name, e := range engines(b) {
		for text, s := range benchTexts {
			b.Run(name+"/"+text, func(b *testing.B) {
				t := escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: s}}}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.Evaluate(b.Context(), t); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkNewTurn is a new turn in a session: compare the lines.
func BenchmarkNewTurn(b *testing.B) {
	for name, e := range engines(b) {
		for _, turns := range []int{4, 400} {
			b.Run(fmt.Sprintf("%s/after=%d", name, turns), func(b *testing.B) {
				s, err := e.NewSession(escalate.Conversation{})
				require.NoError(b, err)
				add := func(t escalate.Turn) {
					if _, err := s.Add(b.Context(), t); err != nil {
						b.Fatal(err)
					}
				}
				for i := range turns / 2 {
					add(escalate.Turn{Role: escalate.Customer, Text: fmt.Sprint("ok ", i)})
					add(escalate.Turn{Role: escalate.Bot, Text: "Which size would you like?"})
				}
				b.ReportAllocs()
				for b.Loop() {
					add(escalate.Turn{Role: escalate.Customer, Text: benchTexts["short"]})
				}
			})
		}
	}
}

// BenchmarkSession100 is a conversation of a hundred turns.
func BenchmarkSession100(b *testing.B) {
	t := escalate.Transcript{}
	for i := range 50 {
		t.Turns = append(t.Turns, escalate.Turn{Role: escalate.Customer, Text: fmt.Sprint("and the blue one in size ", i, "?")},
			escalate.Turn{Role: escalate.Bot, Text: fmt.Sprint("It is in stock, ", i, " pieces.")})
	}
	for name, e := range engines(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.EvaluateTurns(b.Context(), t); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
