package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/require"
)

// fortyRules is the balanced policy with rules of a host's own, 40 in all.
func fortyRules(t testing.TB) []byte {
	var b strings.Builder
	b.WriteString("name: forty\nversion: \"1\"\nextends: balanced\nfacts: {tier: {type: text}, value: {type: number}}\nrules:\n")
	n := 40 - len(balanced(t).RuleIDs())
	for i := range n {
		fmt.Fprintf(&b, "  - {id: own-%d, doc: d, when: 'facts.tier in [\"gold\", \"t%d\"] && facts.value >= %d && (emotion.anger >= threshold.likely || history.count_in(\"bot.failure\", threshold.likely, %d) >= 2)', then: {action: offer}}\n", i, i, 100*i, i+3)
	}
	return []byte(b.String())
}

// BenchmarkDecide judges a turn by 40 rules, with a history as long as it gets.
func BenchmarkDecide(b *testing.B) {
	p, err := policy.Parse("forty.yaml", fortyRules(b))
	require.NoError(b, err)
	require.Len(b, p.RuleIDs(), 40)
	all, quiet, plain := map[escalate.Kind]escalate.Score{}, map[escalate.Kind]escalate.Score{}, map[escalate.Kind]escalate.Score{"emotion.anger": .3, "bot.failure": .2}
	for i, k := range escalate.Kinds() {
		all[k] = escalate.Score(i) / 21
		quiet[k] = .05
	}
	for _, bm := range []struct {
		name    string
		signals map[escalate.Kind]escalate.Score
	}{{"plain", plain}, {"quiet", quiet}, {"many reasons", all}} {
		b.Run(bm.name, func(b *testing.B) {
			j, err := escalate.NewJudge(p, escalate.Conversation{Facts: map[string]any{"tier": "gold", "value": 150}})
			require.NoError(b, err)
			r := reading(bm.signals)
			for range escalate.HistoryTurns {
				_, err := j.Judge(r)
				require.NoError(b, err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := j.Judge(r); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(bm.name+", policy alone", func(b *testing.B) {
			watched := policy.Observe(p, func(v *escalate.View, _ escalate.Verdict) {
				if v.CustomerTurns() == escalate.HistoryTurns {
					b.ReportAllocs()
					for b.Loop() {
						p.Decide(v)
					}
				}
			})
			j, err := escalate.NewJudge(watched, escalate.Conversation{Facts: map[string]any{"tier": "gold", "value": 150}})
			require.NoError(b, err)
			for range escalate.HistoryTurns {
				_, err := j.Judge(reading(bm.signals))
				require.NoError(b, err)
			}
		})
	}
}

// reading is a customer turn with signals, each with its words.
func reading(signals map[escalate.Kind]escalate.Score) escalate.Reading {
	words := []escalate.Evidence{{End: 1, Quote: "x"}}
	r := escalate.Reading{Role: escalate.Customer, Language: escalate.Und, Whole: &words[0]}
	for k, s := range signals {
		r.Signals = append(r.Signals, escalate.Signal{Kind: k, Score: s, Evidence: words})
	}
	sortSignals(r.Signals)
	return r
}

// BenchmarkLoad loads those 40 rules.
func BenchmarkLoad(b *testing.B) {
	src := fortyRules(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := policy.Parse("forty.yaml", src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	p := balanced(b)
	watched := policy.Observe(p, func(v *escalate.View, _ escalate.Verdict) { p.Explain(v) })
	j, err := escalate.NewJudge(watched, escalate.Conversation{})
	require.NoError(b, err)
	r := escalate.Reading{Role: escalate.Customer, Language: escalate.Und, Signals: []escalate.Signal{{Kind: "emotion.anger", Score: .6}, {Kind: "emotion.frustration", Score: .6}}}
	for b.Loop() {
		if _, err := j.Judge(r); err != nil {
			b.Fatal(err)
		}
	}
}

// A quiet turn costs little memory: the decision, its near misses and what they
// say.
func TestDecideAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools at random")
	}
	p, err := policy.Parse("forty.yaml", fortyRules(t))
	require.NoError(t, err)
	j, err := escalate.NewJudge(p, escalate.Conversation{})
	require.NoError(t, err)
	r := escalate.Reading{Role: escalate.Customer, Language: escalate.Und, Signals: []escalate.Signal{{Kind: "emotion.anger", Score: .3}}}
	for range escalate.HistoryTurns {
		_, err := j.Judge(r)
		require.NoError(t, err)
	}
	got := testing.AllocsPerRun(100, func() {
		_, err := j.Judge(r)
		require.NoError(t, err)
	})
	require.LessOrEqual(t, got, 25.0)
}
