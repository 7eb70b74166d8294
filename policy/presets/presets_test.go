package presets_test

import (
	"testing"

	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryPresetLoads(t *testing.T) {
	require.Contains(t, presets.Names(), "balanced")
	for _, name := range presets.Names() {
		p, err := presets.Load(name)
		require.NoError(t, err)
		assert.Equal(t, name, p.Info().Name, "a preset's name is its file's")
		assert.NotEmpty(t, p.Info().Version)
		assert.Len(t, p.Info().Digest, 16)
	}
}

func TestUnknownPreset(t *testing.T) {
	_, err := presets.Load("../balanced")
	assert.ErrorContains(t, err, `no preset "../balanced" (have`)
}
