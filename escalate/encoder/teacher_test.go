package encoder_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

// A golden is a sentence with what the teacher makes of it (recipe/golden.py).
type golden struct {
	Lang, Text string
	Pieces     []*int // null where a piece was pruned
	Vector     []float32
}

func goldens(t testing.TB) []golden {
	f, err := os.Open("testdata/teacher.jsonl")
	require.NoError(t, err)
	defer f.Close()
	var all []golden
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var g golden
		require.NoError(t, json.Unmarshal(lines.Bytes(), &g))
		all = append(all, g)
	}
	require.NoError(t, lines.Err())
	require.Greater(t, len(all), 24)
	return all
}

func model(t testing.TB) *encoder.Model {
	m, err := layers.Model()
	require.NoError(t, err)
	return m
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func minus(a, b []float32) []float32 {
	c := make([]float32, len(a))
	for i := range a {
		c[i] = a[i] - b[i]
	}
	return c
}

func unit(a []float32) []float32 {
	var n float64
	for _, v := range a {
		n += float64(v) * float64(v)
	}
	b := make([]float32, len(a))
	for i, v := range a {
		b[i] = v / float32(math.Sqrt(n))
	}
	return b
}

// The prompt "query: " is three pieces.
const promptPieces = 3

func TestPiecesEqualTeacher(t *testing.T) {
	m := model(t)
	compared := 0
	for _, g := range goldens(t) {
		var want []int
		pruned := false
		for _, p := range g.Pieces[promptPieces:] {
			if pruned = pruned || p == nil; !pruned {
				want = append(want, *p)
			}
		}
		if pruned {
			continue
		}
		compared++
		var got []int
		for _, p := range m.Pieces(nil, g.Text) {
			got = append(got, p.ID)
		}
		assert.Equal(t, want, got, g.Text)
	}
	assert.Greater(t, compared, 25, "sentences without a pruned piece")
}

func TestFaithful(t *testing.T) {
	m := model(t)
	var plain, centred float64
	all := goldens(t)
	for _, g := range all {
		var h encoder.Hidden
		require.NoError(t, m.Hidden(&h, m.Layers(), g.Text))
		mean := unit(h.Mean(nil, 0))
		c := cosine(mean, g.Vector)
		assert.Greater(t, c, .975, g.Text)
		plain += c
		v, err := m.Encode(nil, g.Text, m.Layers())
		require.NoError(t, err)
		centred += cosine(v, minus(g.Vector, m.Centre()))
	}
	assert.Greater(t, plain/float64(len(all)), .995)
	assert.Greater(t, centred/float64(len(all)), .98)
}

// Exits before the last approximate it, the deeper the better.
func TestDepths(t *testing.T) {
	m := model(t)
	require.Equal(t, []int{0, 6, 12}, m.Depths())
	mean := map[int]float64{}
	for _, g := range goldens(t) {
		full, err := m.Encode(nil, g.Text, 12)
		require.NoError(t, err)
		for _, d := range m.Depths() {
			v, err := m.Encode(nil, g.Text, d)
			require.NoError(t, err)
			assert.InDelta(t, 1, cosine(v, v), 1e-6)
			mean[d] += cosine(v, full)
		}
	}
	n := mean[12]
	assert.Greater(t, mean[6]/n, .6)
	assert.Greater(t, mean[0]/n, .4)
	assert.Greater(t, mean[6], mean[0])
}

// The sentences that say the same in 24 languages are nearer to each other, in
// the mean, than to any thanks in any language.
func TestMeaning(t *testing.T) {
	m := model(t)
	var parcel, thanks [][]float32
	for _, g := range goldens(t) {
		v, err := m.Encode(nil, g.Text, 12)
		require.NoError(t, err)
		switch {
		case regexp.MustCompile("thanks|谢谢|ありがとう|ขอบคุณ").MatchString(g.Text):
			thanks = append(thanks, v)
		case strings.ContainsAny(g.Text, "/½") || g.Text == "toi muon gap nhan vien":
		default:
			parcel = append(parcel, v)
		}
	}
	require.Len(t, thanks, 4)
	require.Len(t, parcel, 24)
	for i, a := range parcel {
		var same float64
		for j, b := range parcel {
			if i != j {
				same += cosine(a, b) / float64(len(parcel)-1)
			}
		}
		for _, b := range thanks {
			assert.Greater(t, same, cosine(a, b), "sentence %d", i)
		}
	}
}
