package kernel

import (
	"math"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Paths lists the paths that this processor has, slowest first.
func Paths() []Path {
	paths := []Path{Portable}
	if !cpu.X86.HasAVX2 {
		return paths
	}
	paths = append(paths, AVX2)
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI {
		paths = append(paths, VNNI)
	}
	return paths
}

// Quantise makes a row of in from x.
func (p Path) Quantise(in *Inputs, row int, x []float32) {
	if p == Portable {
		quantiseRow(in, row, x)
		return
	}
	by, scale := scales(absMaxAVX2(&x[0], len(x)))
	in.Scale[row] = scale
	at := row * in.Cols
	if p == AVX2 {
		quantiseWideAVX2(&in.wide[at : at+len(x)][0], &x[0], len(x), by)
	} else {
		quantiseBiasedAVX2(&in.narrow[at : at+len(x)][0], &x[0], len(x), by)
	}
}

// Mul sets out to the product of each row of in with m, m.Outputs to a row.
func (p Path) Mul(m *Matrix, in *Inputs, out []int32) {
	_ = out[in.Rows*m.Outputs-1]
	switch p {
	case VNNI:
		mulVNNI(m, in, out)
	case AVX2:
		mulAVX2(m, in, out)
	default:
		mulGeneric(m, in, out)
	}
}

func mulAVX2(m *Matrix, in *Inputs, out []int32) {
	stride, outStride, groups := m.Inputs*2, m.Outputs*4, m.Inputs/Group
	for o := 0; o < m.Outputs; o += Block / 2 {
		w := &m.Weights[m.Row(o)]
		for r := 0; r < in.Rows; {
			x, y := &in.wide[r*m.Inputs], &out[r*m.Outputs+o]
			// Rows in even shares: 4 and 4 are faster than 6 and 2.
			left := in.Rows - r
			n := (left + (left+5)/6 - 1) / ((left + 5) / 6)
			switch n {
			case 1:
				mulAVX2x1(w, x, groups, stride, y, outStride)
			case 2:
				mulAVX2x2(w, x, groups, stride, y, outStride)
			case 3:
				mulAVX2x3(w, x, groups, stride, y, outStride)
			case 4:
				mulAVX2x4(w, x, groups, stride, y, outStride)
			case 5:
				mulAVX2x5(w, x, groups, stride, y, outStride)
			default:
				mulAVX2x6(w, x, groups, stride, y, outStride)
			}
			r += n
		}
	}
}

func mulVNNI(m *Matrix, in *Inputs, out []int32) {
	stride, outStride, groups := m.Inputs, m.Outputs*4, m.Inputs/Group
	for o := 0; o < m.Outputs; o += Block {
		w, offset := &m.Weights[m.Row(o)], &m.Offset[o]
		for r := 0; r < in.Rows; {
			x, y := &in.narrow[r*m.Inputs], &out[r*m.Outputs+o]
			switch left := in.Rows - r; {
			case left >= 12:
				mulVNNIx12(w, x, groups, stride, offset, y, outStride)
				r += 12
			case left >= 8:
				mulVNNIx8(w, x, groups, stride, offset, y, outStride)
				r += 8
			case left >= 4:
				mulVNNIx4(w, x, groups, stride, offset, y, outStride)
				r += 4
			case left >= 2:
				mulVNNIx2(w, x, groups, stride, offset, y, outStride)
				r += 2
			default:
				mulVNNIx1(w, x, groups, stride, offset, y, outStride)
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
	scaleAVX2(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, by)
}

// ScaleGELU is Scale and then GELU.
func (p Path) ScaleGELU(dst []float32, sums []int32, m *Matrix, by float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		scaleGELUGeneric(dst, sums, m.Scale, m.Bias, by)
		return
	}
	scaleGELUAVX2(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, by)
}

// AddScaled adds to dst what Scale would make it.
func (p Path) AddScaled(dst []float32, sums []int32, m *Matrix, by float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		addScaledGeneric(dst, sums, m.Scale, m.Bias, by)
		return
	}
	addScaledAVX2(&dst[0], &sums[:n][0], &m.Scale[:n][0], &m.Bias[:n][0], n, by)
}

// Norm makes x its layer norm.
func (p Path) Norm(x, gain, bias []float32, epsilon float32) {
	n := len(x)
	if p == Portable || n == 0 {
		normGeneric(x, gain, bias, epsilon)
		return
	}
	normAVX2(&x[0], &gain[:n][0], &bias[:n][0], n, float32(n), epsilon)
}

// Attend sets out to the attention of one query of one head over n keys; see
// attendGeneric for how they lie.
func (p Path) Attend(out, query, keys, values, scores []float32, n, padded, stride int, scale float32) {
	if p == Portable {
		attendGeneric(out, query, keys, values, scores, n, padded, stride, scale)
		return
	}
	_, _, _, _, _ = out[Head-1], query[Head-1], keys[Head*padded-1], scores[padded-1], values[(n-1)*stride+Head-1]
	attendAVX2(&out[0], &query[0], &keys[0], &values[0], &scores[0], &masks[padded-n][0], n, padded, stride, scale)
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
	addPieceAVX2(&x[0], unsafe.StringData(blocks), &d[0], n)
}

// AddWeighted adds weight times x to dst.
func (p Path) AddWeighted(dst, x []float32, weight float32) {
	n := len(dst)
	if p == Portable || n == 0 {
		addWeightedGeneric(dst, x, weight)
		return
	}
	addWeightedAVX2(&dst[0], &x[:n][0], n, weight)
}

func (p Path) unpackRow(dst []int8, row string, steps []float32) int32 {
	n := len(steps)
	if p == Portable || n == 0 {
		return unpackRowGeneric(dst, row, steps)
	}
	_, _ = dst[(8*n-1)*Block*Group+Group-1], row[18*n-1]
	return unpackAVX2(&dst[0], unsafe.StringData(row), &steps[0], n)
}

// masks tell attendAVX2 which of the last eight scores to set to -1e30: row r
// has all ones in the last r of its first eight lanes.
var masks = func() (m [8][16]float32) {
	for r := range m {
		for i := range 8 {
			if i >= 8-r {
				m[r][i] = math.Float32frombits(0xFFFFFFFF)
			}
			m[r][8+i] = -1e30
		}
	}
	return m
}()
