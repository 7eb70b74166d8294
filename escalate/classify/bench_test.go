package classify_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/text"
)

// drawn are messages of drawn words with 16 labels, each said by a word of its
// own, and with vectors that know it.
func drawn(n, dim int) (c classify.Config, out []classify.Example) {
	rng := rand.New(rand.NewPCG(9, 9))
	for k := range 16 {
		c.Labels = append(c.Labels, fmt.Sprint("label", k))
	}
	for range n {
		e := classify.Example{}
		s := ""
		for range 10 {
			s += fmt.Sprintf("%x ", rng.IntN(5000))
		}
		if dim > 0 {
			e.Vector = make([]float32, dim)
			for j := range e.Vector {
				e.Vector[j] = float32(rng.NormFloat64() / 20)
			}
		}
		if k := rng.IntN(24); k < 16 {
			e.Labels = c.Labels[k : k+1]
			s += "because " + c.Labels[k]
			if dim > 0 {
				e.Vector[k] += 0.2
			}
		}
		e.Text = text.New(s)
		out = append(out, e)
	}
	c.Dim = dim
	return c, out
}

// A message of 70 bytes.
const message = "I have been waiting for my refund since Monday, and nobody replies. Hm"

func BenchmarkScore(b *testing.B) {
	for _, bb := range []struct {
		name                 string
		buckets, dim, hidden int
	}{{"ngrams", 1 << 14, 0, 0}, {"dense", 0, 384, 0}, {"hidden16", 0, 384, 16}} {
		b.Run(bb.name, func(b *testing.B) {
			c, ex := drawn(400, bb.dim)
			c.Buckets, c.Hidden, c.Scale, c.Epochs, c.Folds = bb.buckets, bb.hidden, 20, 1, 1
			m, err := classify.Train(c, ex)
			require.NoError(b, err)
			in := classify.Input{Text: text.New(message), Vector: ex[0].Vector}
			scores := make([]float64, 0, 16)
			b.ReportAllocs()
			for b.Loop() {
				scores = m.Score(scores[:0], &in)
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	c, ex := drawn(400, 0)
	c.Buckets, c.Epochs, c.Folds = 1<<14, 1, 1
	m, err := classify.Train(c, ex)
	require.NoError(b, err)
	in := classify.Input{Text: text.New(message)}
	b.ReportAllocs()
	for b.Loop() {
		m.Explain(&in, 0, nil)
	}
}

func BenchmarkTrain(b *testing.B) {
	for _, n := range []int{40, 1000, 5000} {
		for _, dim := range []int{0, 384} {
			name := fmt.Sprintf("%d/ngrams", n)
			if dim > 0 {
				name = fmt.Sprintf("%d/dense", n)
			}
			b.Run(name, func(b *testing.B) {
				c, ex := drawn(n, dim)
				if c.Scale = 20; dim == 0 {
					c.Buckets = 1 << 16
				}
				if n < 100 { // two labels, as a host has
					c.Labels = c.Labels[:2]
					for i := range ex {
						ex[i].Labels = nil
						if i%3 < 2 {
							ex[i].Labels = slices.Clone(c.Labels[i%3 : i%3+1])
						}
					}
				}
				b.ReportAllocs()
				for b.Loop() {
					_, err := classify.Train(c, ex)
					require.NoError(b, err)
				}
			})
		}
	}
}

// Scoring allocates nothing, whatever the model is made of.
func TestScoreAllocatesNothing(t *testing.T) {
	l := lexiconOf(t)
	for name, c := range configs {
		m := train(t, c)
		in := input(l, message)
		scores := make([]float64, 0, 2)
		got := testing.AllocsPerRun(100, func() { scores = m.Score(scores[:0], &in) })
		if got != 0 {
			t.Errorf("%s: Score allocates %v times", name, got)
		}
	}
}
