package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(&out))
	s := out.String()
	for _, want := range []string{
		"turn 0: continue",
		"turn 3: transfer, queue billing",
		"turn 5: transfer",
		"turn 7: continue", // an agent has the conversation
		"turn 9: continue",
		"turn 11: transfer, urgent priority, queue security",
	} {
		assert.Contains(t, s, "--> "+want)
	}
}
