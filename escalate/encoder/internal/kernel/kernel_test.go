package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func floats(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * math.Exp(2*r.NormFloat64()))
	}
	return x
}

func bits(x []float32) []uint32 {
	b := make([]uint32, len(x))
	for i, v := range x {
		b[i] = math.Float32bits(v)
	}
	return b
}

func matrix(r *rand.Rand, outputs, inputs int) *Matrix {
	m := NewMatrix(outputs, inputs)
	for i := range m.Weights {
		m.Weights[i] = int8(r.IntN(255) - 127)
	}
	for i := range outputs {
		m.Scale[i], m.Bias[i] = r.Float32()*.01, r.Float32()-.5
	}
	m.SetOffset()
	return m
}

func forPaths(t *testing.T, f func(t *testing.T, p Path)) {
	for _, p := range Paths() {
		t.Run(p.String(), func(t *testing.T) { f(t, p) })
	}
}

func TestMul(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, inputs := range []int{32, 384, 1536} {
			m := matrix(r, 48, inputs)
			for rows := 1; rows <= 27; rows++ {
				var in, want Inputs
				in.Resize(p, rows, inputs)
				want.Resize(Portable, rows, inputs)
				for i := range rows {
					x := floats(r, inputs)
					p.Quantise(&in, i, x)
					Portable.Quantise(&want, i, x)
				}
				require.Equal(t, want.Scale, in.Scale)
				got := make([]int32, rows*48)
				p.Mul(m, &in, got)
				for i := range rows {
					for o := range 48 {
						var sum int32
						for k := range inputs {
							w := m.Weights[m.Row(o)+k/Group*Block*Group+k%Group]
							sum += int32(w) * int32(want.narrow[i*inputs+k])
						}
						require.Equal(t, sum, got[i*48+o], "rows %d row %d output %d", rows, i, o)
					}
				}
			}
		}
	})
}

// The worst case of every product: sums as far from zero as they get.
func TestMulExtremes(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		m := NewMatrix(16, 1536)
		for i := range m.Weights {
			m.Weights[i] = int8(127 - 254*(i/4%2))
		}
		m.SetOffset()
		var in Inputs
		in.Resize(p, 1, 1536)
		x := make([]float32, 1536)
		for i := range x {
			x[i] = -3
		}
		p.Quantise(&in, 0, x)
		got := make([]int32, 16)
		p.Mul(m, &in, got)
		assert.Equal(t, int32(-127*127*1536), got[0])
		assert.Equal(t, int32(127*127*1536), got[1])
	})
}

func TestFloatSteps(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, n := range []int{32, 384, 1536} {
			m := matrix(r, n, 32)
			sums := make([]int32, n)
			for i := range sums {
				sums[i] = int32(r.IntN(1<<26) - 1<<25)
			}
			for _, f := range []func(p Path, x []float32){
				func(p Path, x []float32) { p.Scale(x, sums, m, .0123) },
				func(p Path, x []float32) { p.ScaleGELU(x, sums, m, .00123) },
				func(p Path, x []float32) { p.AddScaled(x, sums, m, .0123) },
				func(p Path, x []float32) { p.Norm(x, m.Bias, m.Scale, 1e-12) },
				func(p Path, x []float32) { p.AddWeighted(x, m.Bias, .3) },
			} {
				want := floats(r, n)
				got := append([]float32{}, want...)
				f(Portable, want)
				f(p, got)
				require.Equal(t, bits(want), bits(got))
			}
		}
	})
}

func TestAttend(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		r := rand.New(rand.NewPCG(5, 6))
		for n := 1; n <= 70; n++ {
			padded := (n + 7) &^ 7
			query, keys, values := floats(r, 32), floats(r, 32*padded), floats(r, n*96)
			want, got := make([]float32, 32), make([]float32, 32)
			scores := make([]float32, padded)
			Portable.Attend(want, query, keys, values, scores, n, padded, 96, .17677669)
			p.Attend(got, query, keys, values, scores, n, padded, 96, .17677669)
			require.Equal(t, bits(want), bits(got), "n %d", n)
		}
	})
}

func TestAddPiece(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		r := rand.New(rand.NewPCG(7, 8))
		raw := make([]byte, 18*12)
		for i := range raw {
			raw[i] = byte(r.IntN(256))
		}
		for i := 0; i < len(raw); i += 18 {
			raw[i+1] = raw[i+1]&0x83 | 0x20 // a small scale
		}
		want := floats(r, 384)
		got := append([]float32{}, want...)
		Portable.AddPiece(want, string(raw))
		p.AddPiece(got, string(raw))
		require.Equal(t, bits(want), bits(got))
	})
}

// Halves of float32 rounding decide bytes: zero, ties and tiny rows.
func TestQuantise(t *testing.T) {
	forPaths(t, func(t *testing.T, p Path) {
		m := NewMatrix(16, 32)
		for k := range 32 {
			m.Weights[m.Row(0)+k/Group*Block*Group+k%Group] = 1
		}
		m.SetOffset()
		for _, tt := range []struct {
			x    []float32
			want int32
		}{
			{[]float32{0}, 0},
			{[]float32{1e-38, -1e-38}, 0},
			{[]float32{127, .5, 1.5, 2.5, -.5, -1.5}, 127 + 0 + 2 + 2 - 0 - 2},
			{[]float32{-254, 3}, -127 + 2},
		} {
			x := make([]float32, 32)
			copy(x, tt.x)
			var in Inputs
			in.Resize(p, 1, 32)
			p.Quantise(&in, 0, x)
			got := make([]int32, 16)
			p.Mul(m, &in, got)
			assert.Equal(t, tt.want, got[0], "%v", tt.x)
		}
	})
}

func TestGELU(t *testing.T) {
	var worst float64
	for i := -80000; i <= 80000; i++ {
		x := float32(i) / 10000
		want := float64(x) * .5 * (1 + math.Erf(float64(x)/math.Sqrt2))
		worst = max(worst, math.Abs(float64(gelu(x))-want))
	}
	assert.Less(t, worst, 4e-6)
}

func TestExp(t *testing.T) {
	var worst float64
	for i := range 80000 {
		x := -float32(i) / 1000
		want := math.Exp(float64(x))
		worst = max(worst, math.Abs(float64(exp(x))-want)/want)
	}
	assert.Less(t, worst, 4e-7)
	assert.Equal(t, float32(1), exp(0))
	assert.Less(t, exp(-1e30), float32(1e-37))
}

func TestHalf(t *testing.T) {
	for h, want := range map[uint16]float32{
		0: 0, 0x3C00: 1, 0xBC00: -1, 0x7BFF: 65504, 0x0001: 1.0 / (1 << 24), 0x8001: -1.0 / (1 << 24), 0x0400: 1.0 / (1 << 14),
	} {
		assert.Equal(t, want, Half(h))
	}
}

func BenchmarkMul(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	m := matrix(r, 1536, 384)
	for _, p := range Paths() {
		b.Run(p.String(), func(b *testing.B) {
			var in Inputs
			in.Resize(p, 22, 384)
			for i := range 22 {
				p.Quantise(&in, i, floats(r, 384))
			}
			out := make([]int32, 22*1536)
			b.ReportAllocs()
			for b.Loop() {
				p.Mul(m, &in, out)
			}
			b.ReportMetric(float64(22*384*1536)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
		})
	}
}

func TestUnpack(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	raw := make([]byte, 18*12*32)
	for i := range raw {
		raw[i] = byte(r.IntN(256))
	}
	for i := 0; i < len(raw); i += 18 {
		raw[i+1] = raw[i+1]&0x83 | 0x20
	}
	want := NewMatrix(32, 384)
	require.True(t, Portable.Unpack(want, string(raw)))
	w := make([]float32, 384)
	want.RowWeights(w, 5)
	block := raw[5*12*18:]
	assert.InDelta(t, float64(Half(uint16(block[0])|uint16(block[1])<<8))*float64(int(block[2]&15)-8), w[0], float64(want.Scale[5])*.51)
	check := *want
	check.Offset = make([]int32, 32)
	check.SetOffset()
	assert.Equal(t, check.Offset, want.Offset)
	forPaths(t, func(t *testing.T, p Path) {
		got := NewMatrix(32, 384)
		require.True(t, p.Unpack(got, string(raw)))
		assert.Equal(t, want, got)
	})
}
