package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGrammarSettlesDoubt(t *testing.T) {
	var b strings.Builder
	require.NoError(t, run(t.Context(), &b))
	assert.Equal(t, 2, strings.Count(b.String(), "and grammar continue")+strings.Count(b.String(), "and grammar offer"), b.String())
	assert.Contains(t, b.String(), "models      continue, complexity.multi 0.00", "a plain message is not in doubt")
}
