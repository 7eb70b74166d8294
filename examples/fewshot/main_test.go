package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, run(t.Context(), &b))
	out := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, out, 3*len(asked), b.String())
	for i, tt := range []struct{ allergy, cancel string }{
		{cancel: "hủy"},
		{allergy: "dị ứng"},
		{},
		{cancel: "kündigen"},
		{allergy: "Nüsse"},
		{},
	} {
		assert.Equal(t, asked[i], out[3*i])
		for j, quote := range []string{tt.allergy, tt.cancel} {
			line := out[3*i+1+j]
			var score float64
			_, err := fmt.Sscanf(line, "%f", &score)
			require.NoError(t, err, line)
			if quote == "" {
				assert.Less(t, score, 0.3, "%s: %s", asked[i], line)
				continue
			}
			assert.Greater(t, score, 0.4, "%s: %s", asked[i], line)
			assert.Contains(t, line, quote)
		}
	}
}
