package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the models of lingua-go") // 125 MB, some seconds under the race detector
	}
	var out strings.Builder
	require.NoError(t, run(&out))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 5)
	for i, want := range []string{"vi   continue", "vi   continue", "und  continue", "es   transfer language:es", "ti   transfer language:ti"} {
		assert.True(t, strings.HasPrefix(lines[i], want), "%s\nwant %s", lines[i], want)
	}
}
