package policy_test

import (
	"testing"

	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	p, err := policy.Parse("x.yaml", []byte(`name: a
thresholds: {likely: 0.5, spare: 0.7, all: 0}
facts:
  spare: {type: text}
signals:
  shop.spare: {doc: d}
rules:
  - {id: one, doc: d, when: emotion.anger >= threshold.likely, cooldown: 2, then: {action: transfer, insist: true}}
  - {id: two, doc: d, when: 'emotion.sadness >= 0.7 && history.count("emotion.sadness", 0.5) >= 2', then: {action: offer}}
  - {id: three, doc: d, when: emotion.anxiety >= threshold.likely, unless: emotion.anxiety >= threshold.all, then: {action: offer}}
`))
	require.NoError(t, err)
	var got []string
	for _, f := range p.Lint() {
		got = append(got, f.String())
	}
	assert.Equal(t, []string{
		`x.yaml:1:1: no rule transfers for urgency.emergency (not-handed-over)`,
		`x.yaml:1:1: no rule transfers for urgency.security (not-handed-over)`,
		`x.yaml:1:1: no rule transfers for request.human (not-handed-over)`,
		`x.yaml:1:1: version is missing; decisions carry it (no-version)`,
		`x.yaml:2:27: threshold.spare is named in no condition (unused-threshold)`,
		`x.yaml:2:39: threshold.all is 0 (threshold-always)`,
		`x.yaml:4:3: facts.spare is named in no condition (unused-fact)`,
		`x.yaml:6:3: shop.spare is named in no condition (unused-signal)`,
		`x.yaml:8:5: rule "one": cooldown: a transfer stands until an agent speaks (no-effect)`,
		`x.yaml:8:5: rule "one": insist: nothing holds a transfer back (no-effect)`,
		`x.yaml:9:29: rule "two": emotion.sadness >= 0.7: give the number a name under thresholds (literal-threshold)`,
		`x.yaml:10:76: rule "three": holds whenever the condition does, so that the rule never fires (never-unless)`,
	}, got)
}

func TestPresetsAreClean(t *testing.T) {
	for _, name := range presets.Names() {
		p, err := presets.Load(name)
		require.NoError(t, err)
		assert.Empty(t, p.Lint(), name)
	}
}
