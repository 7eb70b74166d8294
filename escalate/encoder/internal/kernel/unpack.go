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
func (p Path) Unpack(m *Matrix, blocks string) bool {
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
		for b := range d {
			d[b] = float32(d[b] * by)
		}
		m.Offset[o] = -128 * p.unpackRow(m.Weights[m.Row(o):], row, d)
	}
	return true
}

// unpackRowGeneric unpacks a row to groups in dst, each weight times its
// block's step, and returns the sum of the weights.
func unpackRowGeneric(dst []int8, row string, steps []float32) int32 {
	var sum int32
	for b, step := range steps {
		// A weight as the byte it becomes, to put four together in a register.
		var w [16]uint32
		var signed [16]int32
		for q := range w {
			v := int8(roundBits(float32(float32(q-8) * step)))
			w[q], signed[q] = uint32(uint8(v)), int32(v)
		}
		q := row[b*18+2:][:16]
		dst := dst[b*8*Block*Group:][:7*Block*Group+Group]
		for g := range 4 {
			c := q[g*Group:][:Group]
			put(dst[g*Block*Group:], w[c[0]&15]|w[c[1]&15]<<8|w[c[2]&15]<<16|w[c[3]&15]<<24)
			put(dst[(g+4)*Block*Group:], w[c[0]>>4]|w[c[1]>>4]<<8|w[c[2]>>4]<<16|w[c[3]>>4]<<24)
			sum += signed[c[0]&15] + signed[c[1]&15] + signed[c[2]&15] + signed[c[3]&15]
			sum += signed[c[0]>>4] + signed[c[1]>>4] + signed[c[2]>>4] + signed[c[3]>>4]
		}
	}
	return sum
}

// put stores four bytes, which the compiler makes one store of where it can.
func put(dst []int8, v uint32) {
	_ = dst[3]
	dst[0] = int8(v)
	dst[1] = int8(v >> 8)
	dst[2] = int8(v >> 16)
	dst[3] = int8(v >> 24)
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
