package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// everyday are conditions that the compiler turns into Go.
var everyday = []string{
	`emotion.anger >= threshold.high`, `emotion.anger > 0.5`, `emotion.anger < 0.5`, `emotion.anger <= threshold.high`,
	`emotion.anger == 0.5`, `emotion.anger != 0.5`, `0.5 <= emotion.anger`, `1 > emotion.anger`, `emotion.anger >= 1`,
	`history.max("emotion.anger") >= 0.5`, `history.max_in("emotion.anger", 2) > threshold.high`, `history.max_in("emotion.anger", 0) > 0.3`,
	`history.level("emotion.anger") >= 0.6`,
	`history.ago("emotion.anger", 0) >= 0.5`, `history.ago("emotion.anger", 1) < 0.5`, `history.ago("emotion.anger", 99) == 0.0`,
	`history.count("emotion.anger", threshold.high) >= 2`, `history.count("emotion.anger", 0.25) == 1`, `2 < history.count("emotion.anger", 0.25)`,
	`history.count_in("emotion.anger", 0.5, 2) != 1`, `history.since_progress("emotion.anger", 0.5) >= 2`,
	`state.customer_turns > 2`, `state.customer_turns >= 2.5`, `state.since_offer == -1`, `state.since_offer < 3`, `state.declined`, `state.bot_waits`, `!state.transferred`,
	`act.accept`, `act.progress`, `!act.decline`, `vertical == "finance"`, `vertical != "finance"`, `vertical in ["finance", "travel"]`, `vertical in []`,
	`channel == ""`, `language.tag == "ti-Ethi"`, `language.confidence >= 0.0`, `facts.tier == "gold"`, `facts.tier in ["gold", "vip"]`, `facts.open`, `facts.value >= 100`, `facts.value < 0.5`, `facts.value == -3.0`,
}

// What the compiler turns into Go means what CEL means by it.
func TestNativeAtomsAgreeWithCEL(t *testing.T) {
	var b strings.Builder
	b.WriteString("name: both\nthresholds: {high: 0.8}\nfacts: {tier: {type: text}, value: {type: number}, open: {type: boolean}}\nrules:\n")
	for i, c := range everyday {
		// The exception keeps rules from being refused for saying the same.
		// Compared with true, an atom is left to CEL.
		fmt.Fprintf(&b, "  - {id: go-%d, doc: d, when: '%s', unless: 'false', then: {action: transfer}}\n  - {id: cel-%d, doc: d, when: '(%s) == true', unless: 'false', then: {action: transfer}}\n", i, c, i, c)
	}
	p, err := policy.Parse("both.yaml", []byte(b.String()))
	require.NoError(t, err)
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		score := rapid.SampledFrom([]escalate.Score{0, .25, .3, .5, .6, .8, .81, 1})
		conv := escalate.Conversation{Vertical: rapid.SampledFrom([]string{"", "finance", "travel"}).Draw(t, "vertical"), Facts: map[string]any{
			"tier": rapid.SampledFrom([]any{"gold", "basic", 7}).Draw(t, "tier"), "open": rapid.Bool().Draw(t, "open"),
			"value": rapid.SampledFrom([]any{-3, 0.4, 100.0, 99.9}).Draw(t, "value")}}
		watched := policy.Observe(p, func(v *escalate.View, _ escalate.Verdict) {
			traces := p.Trace(v)
			for i, c := range everyday {
				native, cel := traces[2*i].When.Value, traces[2*i+1].When.Value
				require.Equal(t, cel, native, c)
				seen[fmt.Sprint(i, native)]++
			}
			// And what history says is what the view says.
			holds := func(cond string) bool { return traces[2*slices.Index(everyday, cond)].When.Value }
			require.Equal(t, v.Max("emotion.anger", 2) > .8, holds(`history.max_in("emotion.anger", 2) > threshold.high`))
			require.Equal(t, v.Max("emotion.anger", 0) >= .5, holds(`history.max("emotion.anger") >= 0.5`))
			require.Equal(t, v.Level("emotion.anger") >= .6, holds(`history.level("emotion.anger") >= 0.6`))
			require.Equal(t, v.Ago("emotion.anger", 1) < .5, holds(`history.ago("emotion.anger", 1) < 0.5`))
			require.Equal(t, v.Count("emotion.anger", .25, 0) == 1, holds(`history.count("emotion.anger", 0.25) == 1`))
			require.Equal(t, v.Count("emotion.anger", .5, 2) != 1, holds(`history.count_in("emotion.anger", 0.5, 2) != 1`))
			require.Equal(t, v.SinceProgress("emotion.anger", .5) >= 2, holds(`history.since_progress("emotion.anger", 0.5) >= 2`))
		})
		j, err := escalate.NewJudge(watched, conv)
		require.NoError(t, err)
		for n := range rapid.IntRange(1, 5).Draw(t, "turns") {
			r := escalate.Reading{Turn: n, Role: escalate.Customer, Language: escalate.Language{Tag: "ti-Ethi"},
				Signals: []escalate.Signal{{Kind: "emotion.anger", Score: score.Draw(t, "anger")}}}
			if a := rapid.SampledFrom([]escalate.Act{"", escalate.ActAccept, escalate.ActDecline, escalate.ActProgress}).Draw(t, "act"); a != "" {
				r.Acts = []escalate.Act{a}
			}
			_, err := j.Judge(r)
			require.NoError(t, err)
		}
	})
	require.Greater(t, len(seen), len(everyday)*3/2, "most conditions were seen to hold and not to")
}
