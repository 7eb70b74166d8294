package encoder

import (
	"math"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// An exit makes a vector of the mean of hidden states: normalised, mapped if
// there is a map, centred by the bias, normalised again.
type exit struct {
	m    *kernel.Matrix // nil at full depth
	bias []float32
}

// loadExit returns nil if the file has no exit at this depth.
func loadExit(sec sections, depth, dim int) (*exit, error) {
	name := "exit" + string(rune('0'+depth/10)) + string(rune('0'+depth%10))
	if _, ok := sec[name+".bias"]; !ok {
		return nil, nil
	}
	e := new(exit)
	var err error
	if e.bias, err = sec.floats(name+".bias", dim); err != nil {
		return nil, err
	}
	if _, ok := sec[name+".w8"]; ok {
		e.m, err = sec.matrix(kernel.Portable, name, dim, dim)
	}
	return e, err
}

// vector sets dst to the vector of mean and returns what mean and the mapped
// mean were divided by; dst is zero if either has no length.
func (e *exit) vector(sc *scratch, path kernel.Path, dst, mean []float32) (before, after float32) {
	clear(dst)
	if before = length(mean); before == 0 {
		return 0, 0
	}
	sc.projected = grow(sc.projected, len(mean))
	u := sc.projected
	for i, v := range mean {
		u[i] = v / before
	}
	if e.m != nil {
		e.project(sc, path, dst, u)
		copy(u, dst)
	}
	for i, b := range e.bias {
		u[i] += b
	}
	if after = length(u); after == 0 {
		clear(dst)
		return before, 0
	}
	for i, v := range u {
		dst[i] = v / after
	}
	return before, after
}

// project multiplies u by the map, u in two digits of 8 bits each: what the
// first rounds away is the second.
func (e *exit) project(sc *scratch, path kernel.Path, dst, u []float32) {
	sc.residual = grow(sc.residual, len(u))
	sc.in.Resize(path, 2, len(u))
	path.Quantise(&sc.in, 0, u)
	kernel.Residual(sc.residual, u, sc.in.Scale[0])
	path.Quantise(&sc.in, 1, sc.residual)
	sc.sums = grow(sc.sums, 2*len(dst))
	path.Mul(e.m, &sc.in, sc.sums)
	path.Scale(dst, sc.sums, e.m, sc.in.Scale[0])
	path.AddScaled(dst, sc.sums[len(dst):], e.m, sc.in.Scale[1])
}

// length is the Euclidean length of x, summed in eight lanes like every sum
// here, and 0 where it is too small to divide by.
func length(x []float32) float32 {
	var l [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		for j, v := range x[i : i+8] {
			l[j] += float32(v * v)
		}
	}
	var sum float32
	for _, v := range l {
		sum += v
	}
	n := float32(math.Sqrt(float64(sum)))
	if !(n > 1e-12) {
		return 0
	}
	return n
}
