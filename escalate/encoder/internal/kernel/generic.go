package kernel

import "math"

// The reference for every path: what is written here is what the assembly does,
// operation by operation.

const (
	// Adding magic to a float32 below 2^22 in size and taking it off again
	// rounds to the nearest integer, ties to even, and leaves that integer in
	// the low bits of the sum.
	magic     = 12582912 // 1.5 * 2^23
	magicBits = 0x4B400000

	// An activation this small has no scale: the row is zero.
	tiny = 1e-30
)

func roundBits(x float32) int32 {
	return int32(math.Float32bits(x+magic)) - magicBits
}

// sum8 adds up eight lanes.
func sum8(l *[8]float32) float32 {
	a, b, c, d := l[0]+l[4], l[1]+l[5], l[2]+l[6], l[3]+l[7]
	return (a + c) + (b + d)
}

func absMaxGeneric(x []float32) float32 {
	var m float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > m {
			m = v
		}
	}
	return m
}

// scales returns what a row of the given largest size is multiplied by to fill
// int8, and the scale that undoes it.
func scales(largest float32) (multiplier, scale float32) {
	if !(largest > tiny) {
		return 0, 0
	}
	return 127 / largest, largest / 127
}

func quantiseGeneric(dst []int8, x []float32, multiplier float32) {
	for i, v := range x {
		dst[i] = int8(roundBits(float32(v * multiplier)))
	}
}

// mulGeneric multiplies every row of in by m: two outputs share one integer
// multiplication, one in the low and one in the high half of 64 bits. Half a
// sum may borrow from the other, and gives it back at the end: the whole is
// exact modulo 2^64.
func mulGeneric(m *Matrix, in *Inputs, out []int32) {
	var pair [2048]int64
	k := m.Inputs
	w := pair[:k]
	for o := 0; o < m.Outputs; o += 2 {
		a, b := m.Weights[m.Row(o):], m.Weights[m.Row(o+1):]
		for g := 0; g < k; g += Group {
			at := g * Block
			for j := range Group {
				w[g+j] = int64(a[at+j]) + int64(b[at+j])<<32
			}
		}
		r := 0
		for ; r+4 <= in.Rows; r += 4 {
			x0 := in.narrow[r*k:][:len(w)]
			x1 := in.narrow[(r+1)*k:][:len(w)]
			x2 := in.narrow[(r+2)*k:][:len(w)]
			x3 := in.narrow[(r+3)*k:][:len(w)]
			var s0, s1, s2, s3 int64
			for i, v := range w {
				s0 += v * int64(x0[i])
				s1 += v * int64(x1[i])
				s2 += v * int64(x2[i])
				s3 += v * int64(x3[i])
			}
			split(out[r*m.Outputs+o:], s0)
			split(out[(r+1)*m.Outputs+o:], s1)
			split(out[(r+2)*m.Outputs+o:], s2)
			split(out[(r+3)*m.Outputs+o:], s3)
		}
		for ; r < in.Rows; r++ {
			x := in.narrow[r*k:][:len(w)]
			var s int64
			for i, v := range w {
				s += v * int64(x[i])
			}
			split(out[r*m.Outputs+o:], s)
		}
	}
}

func split(out []int32, sum int64) {
	low := int32(sum)
	out[0] = low
	out[1] = int32((sum - int64(low)) >> 32)
}

func scaleGeneric(dst []float32, sums []int32, scale, bias []float32, by float32) {
	sums, scale, bias = sums[:len(dst)], scale[:len(dst)], bias[:len(dst)]
	for i := range dst {
		dst[i] = float32(float32(float32(sums[i])*scale[i])*by) + bias[i]
	}
}

// The coefficients of a rational approximation of the normal distribution
// function less a half, x*P(x*x)/Q(x*x), on [-5, 5]: fitted by least squares on
// Chebyshev points so that gelu is right to 4e-6 in float32 (TestGELU).
const (
	geluLimit = 5
	geluP0    = 0.39895394444465637
	geluP1    = 0.018072037026286125
	geluP2    = 0.003352054627612233
	geluP3    = -5.0016064051305875e-05
	geluP4    = -8.310875045935973e-07
	geluQ1    = 0.21206271648406982
	geluQ2    = 0.018638091161847115
	geluQ3    = 0.0007165902643464506
	geluQ4    = -2.7521626179805025e-05
)

func gelu(x float32) float32 {
	c := x
	if c > geluLimit {
		c = geluLimit
	}
	if c < -geluLimit {
		c = -geluLimit
	}
	z := float32(c * c)
	p := float32(geluP4*z) + geluP3
	p = float32(p*z) + geluP2
	p = float32(p*z) + geluP1
	p = float32(p*z) + geluP0
	q := float32(geluQ4*z) + geluQ3
	q = float32(q*z) + geluQ2
	q = float32(q*z) + geluQ1
	q = float32(q*z) + 1
	return float32(x * (float32(float32(c*p)/q) + 0.5))
}

func scaleGELUGeneric(dst []float32, sums []int32, scale, bias []float32, by float32) {
	scaleGeneric(dst, sums, scale, bias, by)
	for i, v := range dst {
		dst[i] = gelu(v)
	}
}

// normGeneric makes x the layer norm of x.
func normGeneric(x, gain, bias []float32, epsilon float32) {
	n := float32(len(x))
	gain, bias = gain[:len(x)], bias[:len(x)]
	var l [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		for j, v := range x[i : i+8] {
			l[j] += v
		}
	}
	mean := sum8(&l) / n
	l = [8]float32{}
	for i := 0; i+8 <= len(x); i += 8 {
		for j, v := range x[i : i+8] {
			d := v - mean
			l[j] += float32(d * d)
		}
	}
	variance := sum8(&l)/n + epsilon
	inverse := 1 / float32(math.Sqrt(float64(variance)))
	for i, v := range x {
		x[i] = float32(float32((v-mean)*inverse)*gain[i]) + bias[i]
	}
}

// addScaledGeneric adds a product, scaled, to x: the step before a layer norm.
func addScaledGeneric(x []float32, sums []int32, scale, bias []float32, by float32) {
	sums, scale, bias = sums[:len(x)], scale[:len(x)], bias[:len(x)]
	for i := range x {
		x[i] += float32(float32(float32(sums[i])*scale[i])*by) + bias[i]
	}
}

// exp is e to the power of x, which is at most 0, to 2e-7: a power of two times
// a polynomial fitted by least squares.
const (
	expLimit = -87
	log2E    = 1.4426950408889634
	ln2High  = 0.693359375
	ln2Low   = -2.12194440e-4
	expC2    = 0.49999120831489563
	expC3    = 0.16666516661643982
	expC4    = 0.04190078377723694
	expC5    = 0.008369151502847672
)

func exp(x float32) float32 {
	if x < expLimit {
		x = expLimit
	}
	t := float32(x*log2E) + magic
	n := t - magic
	r := x - float32(n*ln2High)
	r -= float32(n * ln2Low)
	p := float32(expC5*r) + expC4
	p = float32(p*r) + expC3
	p = float32(p*r) + expC2
	p = float32(p*r) + 1
	p = float32(p*r) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(t)<<23)
}

// attendGeneric computes one query of one head over n keys: keys lie
// transposed, Head rows of padded floats (padded is n up to a multiple of Lane);
// values as n rows, stride floats apart. scores has room for padded floats.
func attendGeneric(out, query, keys, values, scores []float32, n, padded, stride int, scale float32) {
	scores = scores[:padded]
	clear(scores)
	for e := range Head {
		q := query[e]
		for i, k := range keys[e*padded:][:len(scores)] {
			scores[i] += float32(q * k)
		}
	}
	for i := range scores {
		scores[i] = float32(scores[i] * scale)
	}
	for i := n; i < padded; i++ {
		scores[i] = -1e30
	}
	largest := scores[0]
	for _, s := range scores {
		if s > largest {
			largest = s
		}
	}
	var l [8]float32
	for i, s := range scores {
		s = exp(s - largest)
		scores[i] = s
		l[i&7] += s
	}
	inverse := 1 / sum8(&l)
	var acc [Head]float32
	for i := range n {
		p := float32(scores[i] * inverse)
		for e, v := range values[i*stride:][:Head] {
			acc[e] += float32(p * v)
		}
	}
	copy(out[:Head], acc[:])
}

// addPieceGeneric adds a row of 4-bit blocks to x: a block is a
// half-precision scale and 16 bytes, byte j with input j low and j+16 high.
func addPieceGeneric(x []float32, blocks string) {
	for b := 0; b+32 <= len(x); b += 32 {
		block := blocks[b/32*18:][:18]
		d := Half(uint16(block[0]) | uint16(block[1])<<8)
		y := x[b:][:32]
		for j := range 16 {
			q := block[2+j]
			y[j] += float32(float32(int(q&15)-8) * d)
			y[j+16] += float32(float32(int(q>>4)-8) * d)
		}
	}
}

// Half is the value of a half-precision float.
func Half(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	exponent, mantissa := uint32(h>>10)&31, uint32(h&0x3FF)
	if exponent == 0 {
		// A subnormal: mantissa * 2^-24, exact in float32.
		v := float32(mantissa) * (1.0 / (1 << 24))
		return math.Float32frombits(math.Float32bits(v) | sign)
	}
	if exponent == 31 {
		return math.Float32frombits(sign | 0x7F800000 | mantissa<<13)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | mantissa<<13)
}

// quantiseRow makes a row of in from x.
func quantiseRow(in *Inputs, row int, x []float32) {
	by, scale := scales(absMaxGeneric(x))
	in.Scale[row] = scale
	quantiseGeneric(in.narrow[row*in.Cols:][:len(x)], x, by)
}

// AddCoded adds scale times a coded piece vector to x: each byte of codes stands
// for four values, which its own 256 rows of book hold.
func AddCoded(x []float32, codes string, book []float32, scale float32) {
	for i := range len(codes) {
		v := book[(i<<8|int(codes[i]))*4:][:4]
		y := x[i*4:][:4]
		y[0] += float32(v[0] * scale)
		y[1] += float32(v[1] * scale)
		y[2] += float32(v[2] * scale)
		y[3] += float32(v[3] * scale)
	}
}

func addWeightedGeneric(dst, x []float32, weight float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] += float32(weight * x[i])
	}
}
