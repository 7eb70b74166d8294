package policy_test

import (
	"sync"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A running session goes on with a new policy and its old state, and every
// decision names the policy that made it.
func TestSwap(t *testing.T) {
	contained, err := presets.Load("contained")
	require.NoError(t, err)
	s := policy.NewSwappable(balanced(t))
	j, err := escalate.NewJudge(s, escalate.Conversation{})
	require.NoError(t, err)
	turn := func() *escalate.Decision {
		d, err := j.Judge(escalate.Reading{Role: escalate.Customer, Language: escalate.Und, Signals: []escalate.Signal{{Kind: "bot.failure", Score: .7}}})
		require.NoError(t, err)
		return d
	}
	assert.Equal(t, "balanced", turn().Policy.Name)
	assert.Equal(t, balanced(t), s.Swap(contained))
	d := turn() // two failures would do for balanced
	assert.Equal(t, contained.Info(), d.Policy)
	assert.Equal(t, escalate.Continue, d.Action)
	assert.Equal(t, escalate.Transfer, turn().Action, "the first failure still counts")
	assert.Equal(t, contained, s.Swap(nil), "a policy that failed to load takes nothing away")
	assert.Equal(t, "contained", s.Info().Name)
}

func TestSwapWhileJudging(t *testing.T) {
	cautious, err := presets.Load("cautious")
	require.NoError(t, err)
	both := []*policy.Policy{balanced(t), cautious}
	s := policy.NewSwappable(both[0])
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				j, err := escalate.NewJudge(s, escalate.Conversation{})
				if !assert.NoError(t, err) {
					return
				}
				// Balanced continues here, cautious offers: the name must fit.
				d, err := j.Judge(escalate.Reading{Role: escalate.Customer, Language: escalate.Und, Signals: []escalate.Signal{{Kind: "bot.failure", Score: .9}}})
				assert.NoError(t, err)
				assert.Equal(t, d.Policy.Name == "cautious", d.Action == escalate.Offer)
			}
		})
	}
	for i := range 500 {
		s.Swap(both[i%2])
	}
	wg.Wait()
}

func TestWithThreshold(t *testing.T) {
	p := balanced(t)
	q, err := p.WithThreshold("likely", 0.9)
	require.NoError(t, err)
	assert.Equal(t, 0.9, q.Thresholds()["likely"])
	assert.Equal(t, 0.5, p.Thresholds()["likely"])
	assert.NotEqual(t, p.Info().Digest, q.Info().Digest)
	x := turn{signals: map[escalate.Kind]escalate.Score{"dispute.charge": .8}}
	assert.Equal(t, escalate.Transfer, judge(t, p, escalate.Conversation{}, x)[0].Action)
	assert.Equal(t, escalate.Continue, judge(t, q, escalate.Conversation{}, x)[0].Action)
	for name, v := range map[string]float64{"likly": .5, "likely": 1.5} {
		_, err := p.WithThreshold(name, v)
		assert.Error(t, err)
	}
}
