package kernel

import "math"

// Unpack sets the weights of m from rows of 4-bit blocks: a block is 32 weights
// as a half-precision scale and 16 bytes, byte j with weight j in its low half
// and weight j+16 in its high half, each as the weight/scale + 8.
//
// A row's largest weight becomes 127 (a block's largest is 8 times its scale):
// what this rounds away is a fraction of what 4 bits did. Unpack reports whether
// all scales are finite. It is on the way to the first vector, so it looks the
// 16 weights of a block up instead of computing 32.
func (m *Matrix) Unpack(blocks string) bool {
	per := m.Inputs / 32
	d := make([]float32, per)
	for o := range m.Outputs {
		row := blocks[o*per*18:][:per*18]
		var largest float32
		for b := range d {
			d[b] = Half(uint16(row[b*18]) | uint16(row[b*18+1])<<8)
			if math.IsNaN(float64(d[b])) || math.IsInf(float64(d[b]), 0) {
				return false
			}
			largest = max(largest, float32(8*d[b]), float32(-8*d[b]))
		}
		by, scale := scales(largest)
		m.Scale[o] = scale
		m.Offset[o] = -128 * m.unpackRow(o, row, d, by)
	}
	return true
}

// unpackRow returns the sum of the row's weights.
func (m *Matrix) unpackRow(o int, row string, d []float32, by float32) int32 {
	var sum int32
	at := m.Row(o)
	for b, d := range d {
		var w [16]int8
		step := float32(d * by)
		for q := range w {
			w[q] = int8(roundBits(float32(float32(q-8) * step)))
		}
		q := row[b*18+2:][:16]
		dst := m.Weights[at+b*8*Block*Group:][:7*Block*Group+Group]
		for g := range 4 {
			lo, hi := dst[g*Block*Group:][:Group], dst[(g+4)*Block*Group:][:Group]
			for j := range Group {
				c := q[g*Group+j]
				l, h := w[c&15], w[c>>4]
				lo[j], hi[j] = l, h
				sum += int32(l) + int32(h)
			}
		}
	}
	return sum
}

// Pack sets the weights of m from int8 rows; none is -128.
func (m *Matrix) Pack(rows string) {
	for o := range m.Outputs {
		row := rows[o*m.Inputs:][:m.Inputs]
		dst := m.Weights[m.Row(o):]
		for k := range len(row) { // bytes, not runes
			dst[k/Group*Block*Group+k%Group] = int8(row[k])
		}
	}
	m.SetOffset()
}

// RowWeights decodes row o of m into dst, which has m.Inputs floats.
func (m *Matrix) RowWeights(dst []float32, o int) {
	w := m.Weights[m.Row(o):]
	for k := range dst {
		dst[k] = float32(float32(w[k/Group*Block*Group+k%Group]) * m.Scale[o])
	}
}

// Residual sets dst to what Quantise with this scale rounded away of x.
func Residual(dst, x []float32, scale float32) {
	if scale == 0 {
		copy(dst, x)
		return
	}
	by, _ := scales(absMaxGeneric(x))
	for i, v := range x {
		dst[i] = v - float32(float32(roundBits(float32(v*by)))*scale)
	}
}
