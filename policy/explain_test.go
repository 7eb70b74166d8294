package policy_test

import (
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// explain judges turns and explains the last.
func explain(t require.TestingT, p *policy.Policy, turns ...turn) *policy.Explanation {
	var out *policy.Explanation
	watched := policy.Observe(p, func(v *escalate.View, _ escalate.Verdict) { out = p.Explain(v) })
	j, err := escalate.NewJudge(watched, escalate.Conversation{})
	require.NoError(t, err)
	for n, x := range turns {
		r := escalate.Reading{Turn: n, Role: escalate.Customer, Acts: x.acts, Language: escalate.Und}
		for k, s := range x.signals {
			r.Signals = append(r.Signals, escalate.Signal{Kind: k, Score: s})
		}
		sortSignals(r.Signals)
		_, err := j.Judge(r)
		require.NoError(t, err)
	}
	return out
}

func TestExplain(t *testing.T) {
	e := explain(t, balanced(t), one("bot.failure", .7), turn{signals: map[escalate.Kind]escalate.Score{"emotion.frustration": .6, "emotion.anger": .55}})
	assert.Equal(t, `turn 1: transfer by rule frustrated-by-bot (policy balanced 1)
  rather-angry: fired, offer (balanced.yaml:107)
    yes emotion.anger >= threshold.likely  [emotion.anger 0.55 >= 0.50]
    outranked by frustrated-by-bot
  frustrated-by-bot: fired, transfer (balanced.yaml:117)
    yes all of
      yes emotion.frustration >= threshold.likely  [emotion.frustration 0.60 >= 0.50]
      yes history.since_progress("bot.failure", threshold.likely) >= 1  [history.since_progress("bot.failure", threshold.likely) 1 >= 1]
  frustrated: fired, offer (balanced.yaml:122)
    yes emotion.frustration >= threshold.likely  [emotion.frustration 0.60 >= 0.50]
    outranked by frustrated-by-bot
  near miss angry: emotion.anger 0.55 < 0.75
  near miss asked-for-contact: request.human 0.00 < 0.35
  near miss life-at-risk: urgency.emergency 0.00 < 0.50
  would continue if emotion.anger were 0.4999, not 0.55 and emotion.frustration were 0.4999, not 0.6
  would offer if emotion.frustration were 0.4999, not 0.6
`, e.String())
}

func TestExplainSaysWhatHoldsBack(t *testing.T) {
	e := explain(t, balanced(t), turn{signals: map[escalate.Kind]escalate.Score{"bot.unfamiliar": .6}, acts: []escalate.Act{escalate.ActAskIfBot}})
	for _, r := range e.Rules {
		if r.Rule == "struggles-with-bot" {
			assert.Equal(t, policy.HeldBack, r.Outcome)
			assert.Equal(t, "held back by unless: act.ask_if_bot", r.Held)
			assert.True(t, r.Unless.Decides)
			return
		}
	}
	t.Fatal("no such rule")
}

// A flip does what it says, no smaller change of one signal does, and asking
// leaves no trace in the policy.
func TestFlipsAreTrueAndSmallest(t *testing.T) {
	p := balanced(t)
	kinds := escalate.Kinds()
	rapid.Check(t, func(t *rapid.T) {
		var turns []turn
		for range rapid.IntRange(1, 3).Draw(t, "turns") {
			x := turn{signals: map[escalate.Kind]escalate.Score{}}
			for range rapid.IntRange(0, 3).Draw(t, "signals") {
				x.signals[rapid.SampledFrom(kinds).Draw(t, "kind")] = escalate.Score(rapid.IntRange(0, 100).Draw(t, "score")) / 100
			}
			turns = append(turns, x)
		}
		last := turns[len(turns)-1]
		with := func(changes ...policy.Change) escalate.Action {
			x := turn{signals: map[escalate.Kind]escalate.Score{}, acts: last.acts}
			for k, s := range last.signals {
				x.signals[k] = s
			}
			for _, c := range changes {
				x.signals[c.Signal] = c.To
			}
			return explainAction(t, p, append(turns[:len(turns)-1:len(turns)-1], x)...)
		}
		e := explain(t, p, turns...)
		require.Equal(t, e.Action, with())
		for _, f := range e.Flips {
			require.Equal(t, f.Action, with(f.Changes...), f)
			for _, c := range f.Changes { // half the way is not enough
				if len(f.Changes) == 1 && f.Size > 0.002 {
					c.To = (c.To + c.From) / 2
					require.NotEqual(t, f.Action, with(c), f)
				}
			}
		}
	})
}

func explainAction(t require.TestingT, p *policy.Policy, turns ...turn) escalate.Action {
	var out escalate.Action
	watched := policy.Observe(p, func(_ *escalate.View, v escalate.Verdict) { out = v.Action })
	j, err := escalate.NewJudge(watched, escalate.Conversation{})
	require.NoError(t, err)
	for n, x := range turns {
		r := escalate.Reading{Turn: n, Role: escalate.Customer, Acts: x.acts, Language: escalate.Und}
		for k, s := range x.signals {
			r.Signals = append(r.Signals, escalate.Signal{Kind: k, Score: s})
		}
		sortSignals(r.Signals)
		_, err := j.Judge(r)
		require.NoError(t, err)
	}
	return out
}
