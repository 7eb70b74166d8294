package presets_test

import (
	"testing"

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
