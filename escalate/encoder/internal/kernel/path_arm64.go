package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Paths lists the paths that this processor has, slowest first.
func Paths() []Path {
	paths := []Path{Portable, NEON}
	if cpu.ARM64.HasASIMDDP {
		paths = append(paths, Dot)
	}
	return paths
}

// Quantise makes a row of in from x.
func (p Path) Quantise(in *Inputs, row int, x []float32) {
	if p == Portable {
		quantiseRow(in, row, x)
		return
	}
	var largest float32
	absMaxNEON(&x[0], len(x), &largest)
	by, scale := scales(largest)
	in.Scale[row] = scale
	quantiseNEON(&in.narrow[row*in.Cols:][:len(x)][0], &x[0], len(x), &by)
}

// Mul sets out to the product of each row of in with m, m.Outputs to a row.
func (p Path) Mul(m *Matrix, in *Inputs, out []int32) {
	_ = out[in.Rows*m.Outputs-1]
	if p == Portable {
		mulGeneric(m, in, out)
		return
	}
	stride, outStride, groups := m.Inputs, m.Outputs*4, m.Inputs/Group
	for o := 0; o < m.Outputs; o += Block {
		w := &m.Weights[m.Row(o)]
		for r := 0; r < in.Rows; {
			x, y := &in.narrow[r*m.Inputs], &out[r*m.Outputs+o]
			switch left := in.Rows - r; {
			case p == Dot && left >= 4:
				mulDotx4(w, x, groups, stride, y, outStride)
				r += 4
			case p == Dot && left >= 2:
				mulDotx2(w, x, groups, stride, y, outStride)
				r += 2
			case p == Dot:
				mulDotx1(w, x, groups, stride, y, outStride)
				r++
			case left >= 2:
				mulNEONx2(w, x, groups, stride, y, outStride)
				r += 2
			default:
				mulNEONx1(w, x, groups, stride, y, outStride)
				r++
			}
		}
	}
}

// Scale makes dst the floats that a product's outputs stand for; by is the
// scale of its row of inputs.
func (p Path) Scale(dst []float32, sums []int32, m *Matrix, by float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		scaleGeneric(dst, sums, m.Scale, m.Bias, by)
		return
	}
	scaleNEON(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, &by)
}

// ScaleGELU is Scale and then GELU.
func (p Path) ScaleGELU(dst []float32, sums []int32, m *Matrix, by float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		scaleGELUGeneric(dst, sums, m.Scale, m.Bias, by)
		return
	}
	scaleGELUNEON(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, &by, &geluTable[0])
}

// AddScaled adds to dst what Scale would make it.
func (p Path) AddScaled(dst []float32, sums []int32, m *Matrix, by float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		addScaledGeneric(dst, sums, m.Scale, m.Bias, by)
		return
	}
	addScaledNEON(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, &by)
}

// Norm makes x its layer norm.
func (p Path) Norm(x, gain, bias []float32, epsilon float32) {
	n := len(x)
	if p == Portable || n == 0 {
		normGeneric(x, gain, bias, epsilon)
		return
	}
	size := float32(n)
	normNEON(&x[0], &gain[:n][0], &bias[:n][0], n, &size, &epsilon)
}

// Attend sets out to the attention of one query of one head over n keys; see
// attendGeneric for how they lie.
func (p Path) Attend(out, query, keys, values, scores []float32, n, padded, stride int, scale float32) {
	if p == Portable {
		attendGeneric(out, query, keys, values, scores, n, padded, stride, scale)
		return
	}
	_, _, _, _, _ = out[Head-1], query[Head-1], keys[Head*padded-1], scores[padded-1], values[(n-1)*stride+Head-1]
	table := [...]float32{expLimit, log2E, magic, ln2High, ln2Low, expC5, expC4, expC3, expC2, 1, scale, -1e30}
	attendNEON(&out[0], &query[0], &keys[0], &values[0], &scores[0], n, padded, stride, &table[0])
}

// AddPiece adds a piece vector to x; see addPieceGeneric.
func (p Path) AddPiece(x []float32, blocks string) {
	const most = 64
	n := len(x) / 32
	if p == Portable || n == 0 || n > most {
		addPieceGeneric(x, blocks)
		return
	}
	var d [most]float32
	for i := range n {
		b := blocks[i*18 : i*18+18]
		d[i] = Half(uint16(b[0]) | uint16(b[1])<<8)
	}
	addPieceNEON(&x[0], unsafe.StringData(blocks), &d[0], n)
}

// geluTable is in the order in which scaleGELUNEON reads it.
var geluTable = [...]float32{geluLimit, geluP0, geluP1, geluP2, geluP3, geluP4, geluQ1, geluQ2, geluQ3, geluQ4, .5, 1}

// AddWeighted adds weight times x to dst.
func (p Path) AddWeighted(dst, x []float32, weight float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		addWeightedGeneric(dst, x, weight)
		return
	}
	addWeightedNEON(&dst[0], &x[:n][0], n, &weight)
}

func (p Path) unpackRow(dst []int8, row string, steps []float32) int32 {
	n := len(steps)
	if p == Portable || n == 0 {
		return unpackRowGeneric(dst, row, steps)
	}
	_, _ = dst[(8*n-1)*Block*Group+Group-1], row[18*n-1]
	var sum int32
	unpackNEON(&dst[0], unsafe.StringData(row), &steps[0], n, &below[0], &sum)
	return sum
}

// below is what the 16 values of 4 bits stand for.
var below = [...]float32{-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7}
