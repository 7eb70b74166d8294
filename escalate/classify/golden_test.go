package classify_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
)

var update = flag.Bool("update", false, "rewrite testdata")

// The logits of a model that is read are the same to the last bit on every
// architecture, and the scores to four decimals.
func TestSameScoresEverywhere(t *testing.T) {
	var got strings.Builder
	for _, name := range []string{"all", "hidden"} {
		file := "testdata/" + name + ".model"
		if *update {
			c := configs[name]
			if c.Buckets > 0 {
				c.Buckets = 1 << 9
			}
			require.NoError(t, os.WriteFile(file, bytesOf(t, train(t, c)), 0o644))
		}
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		m, err := classify.Load(b)
		require.NoError(t, err)
		for _, s := range []string{"I don't want my money back", "nothing arrived", "Wo ist mein Paket?", "お金を返して", ""} {
			in := input(lexiconOf(t), s)
			for k, x := range m.Logits(nil, &in) {
				fmt.Fprintf(&got, "%s %q %s %016x %.4f\n", name, s, labels[k], math.Float64bits(x), m.Score(nil, &in)[k])
			}
		}
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/scores.txt", []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/scores.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String())
}
