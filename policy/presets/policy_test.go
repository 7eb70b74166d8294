package presets_test

import (
	"path/filepath"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy/policytest"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/require"
)

// Every preset keeps its tests, which see every rule and condition at work and
// notice nine of ten deliberate faults.
func TestPresets(t *testing.T) {
	for _, name := range presets.Names() {
		t.Run(name, func(t *testing.T) {
			s, err := policytest.Preset(name)
			require.NoError(t, err)
			s.Test(t, policytest.MinCoverage(1), policytest.MinMutation(0.9))
		})
	}
}

// The phrases of presets, read by their own detectors alone.
func TestPresetPhrases(t *testing.T) {
	files, err := filepath.Glob("testdata/*-words.test.yaml")
	require.NoError(t, err)
	require.Len(t, files, 3)
	own := func(opts ...escalate.Option) (*escalate.Engine, error) { return escalate.New(nil, opts...) }
	for _, f := range files {
		policytest.Run(t, f, policytest.WithEngine(own))
	}
}

// A host that forgets the detectors of a preset's own signals is told.
func TestCheckNamesSignalsThatNobodyReports(t *testing.T) {
	p, err := presets.Load("finance")
	require.NoError(t, err)
	e, err := escalate.New(p)
	require.NoError(t, err)
	require.EqualError(t, p.Check(e), `policy: "finance": signal "account.locked" is reported by no detector of the engine (see Policy.Detectors)`)
	e, err = escalate.New(p, escalate.WithDetectors(p.Detectors()...))
	require.NoError(t, err)
	require.NoError(t, p.Check(e))
}
