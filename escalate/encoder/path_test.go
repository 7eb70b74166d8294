package encoder_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
)

var update = flag.Bool("update", false, "rewrite testdata/digests.txt")

func digest(v []float32) string {
	b := make([]byte, 4*len(v))
	if _, err := binary.Encode(b, binary.LittleEndian, v); err != nil {
		panic(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(b))[:16]
}

// The bytes of every vector are written down, so that each processor and each
// path that runs this test is held to the same ones.
func TestDigests(t *testing.T) {
	const name = "testdata/digests.txt"
	m := model(t)
	var got strings.Builder
	for i, g := range goldens(t) {
		fmt.Fprintf(&got, "%d", i)
		for _, d := range m.Depths() {
			fmt.Fprintf(&got, " %s", digest(encode(t, m, g.Text, d)))
		}
		got.WriteByte('\n')
	}
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String())
}

// Each path is held to the same digests as the best one, plain Go on few
// sentences for it is slow.
func TestEveryPath(t *testing.T) {
	f, err := os.Open("testdata/digests.txt")
	require.NoError(t, err)
	defer f.Close()
	var want []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		want = append(want, lines.Text())
	}
	all := goldens(t)
	for _, p := range kernel.Paths() {
		t.Run(p.String(), func(t *testing.T) {
			m, err := encoder.New(pieces.Data(), encoder.Layers(layers.Data()), encoder.UsePath(p))
			require.NoError(t, err)
			for i, g := range all {
				if p == kernel.Portable && i%12 != 1 {
					continue
				}
				got := fmt.Sprint(i)
				for _, d := range m.Depths() {
					got += " " + digest(encode(t, m, g.Text, d))
				}
				require.Equal(t, want[i], got)
			}
		})
	}
}
