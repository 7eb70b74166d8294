package classify

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sums in registers are those of one label after the other, bit for bit.
func TestSumsByBlocks(t *testing.T) {
	const features, buckets = 50, 64
	for _, n := range []int{1, 7, 8, 9, 16, 19, maxLabels} {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		q := quantized{grams: make([]int8, buckets*n), dense: make([]float32, features*n)}
		for i := range q.grams {
			q.grams[i] = int8(r.IntN(256) - 128)
		}
		for i := range q.dense {
			q.dense[i] = float32(r.NormFloat64())
		}
		gs, dense := make([]gram, 300), make([]float32, features)
		for i := range gs {
			gs[i].bucket = uint32(r.IntN(buckets))
		}
		for i := range dense {
			dense[i] = float32(r.NormFloat64()) * float32(i%3) // a third are zero
		}
		sums, logits, wantSums, wantLogits := make([]int32, n), make([]float64, n), make([]int32, n), make([]float64, n)
		for k := range n {
			logits[k] = r.NormFloat64()
			wantLogits[k] = logits[k]
			for _, g := range gs {
				wantSums[k] += int32(q.grams[int(g.bucket)*n+k])
			}
			for i, x := range dense {
				wantLogits[k] += float64(float64(q.dense[i*n+k]) * float64(x))
			}
		}
		q.addGrams(sums, gs)
		q.addDense(logits, dense)
		require.Equal(t, wantSums, sums, n)
		require.Equal(t, wantLogits, logits, n)
	}
}
