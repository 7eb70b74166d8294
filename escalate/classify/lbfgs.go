package classify

import "math"

const (
	lbfgsMemory = 10
	lbfgsSteps  = 200
)

// minimise finds a minimum of a smooth function from x, which it overwrites, by
// the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno, in at
// most so many steps: the minimum if f is convex, else one near x. f returns the
// value at x and writes the gradient.
func minimise(x []float64, steps int, f func(x, g []float64) float64) {
	n := len(x)
	g, next, ng, dir := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	var ss, ys [][]float64
	var rhos []float64
	v := f(x, g)
	for range steps {
		if math.Sqrt(dot(g, g)) < 1e-5*max(1, math.Sqrt(dot(x, x))) {
			return
		}
		direction(dir, g, ss, ys, rhos)
		slope := dot(dir, g)
		if slope >= 0 { // rounding: start anew along the gradient
			ss, ys, rhos = nil, nil, nil
			direction(dir, g, nil, nil, nil)
			slope = dot(dir, g)
		}
		t, nv := 1.0, 0.0
		if len(ss) == 0 {
			t = 1 / max(1, math.Sqrt(dot(g, g)))
		}
		for range 30 { // backtracking, to a sufficient decrease
			for i := range next {
				next[i] = x[i] + float64(t*dir[i])
			}
			if nv = f(next, ng); nv <= v+1e-4*t*slope {
				break
			}
			t /= 2
		}
		if !(nv < v) {
			return
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range s {
			s[i], y[i] = next[i]-x[i], ng[i]-g[i]
		}
		if sy := dot(s, y); sy > 1e-12 {
			ss, ys, rhos = append(ss, s), append(ys, y), append(rhos, 1/sy)
			if len(ss) > lbfgsMemory {
				ss, ys, rhos = ss[1:], ys[1:], rhos[1:]
			}
		}
		done := v-nv < 1e-9*max(1, math.Abs(v))
		copy(x, next)
		copy(g, ng)
		v = nv
		if done {
			return
		}
	}
}

// direction writes the quasi-Newton direction of descent.
func direction(dir, g []float64, ss, ys [][]float64, rhos []float64) {
	for i := range dir {
		dir[i] = -g[i]
	}
	alphas := make([]float64, len(ss))
	for k := len(ss) - 1; k >= 0; k-- {
		alphas[k] = rhos[k] * dot(ss[k], dir)
		axpy(dir, -alphas[k], ys[k])
	}
	if k := len(ss) - 1; k >= 0 {
		scale := 1 / (rhos[k] * dot(ys[k], ys[k]))
		for i := range dir {
			dir[i] *= scale
		}
	}
	for k := range ss {
		axpy(dir, alphas[k]-rhos[k]*dot(ys[k], dir), ss[k])
	}
}

// dot sums in four lanes, four times as fast as in one.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i] * b[i])
		s1 += float64(a[i+1] * b[i+1])
		s2 += float64(a[i+2] * b[i+2])
		s3 += float64(a[i+3] * b[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i] * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

func axpy(dst []float64, a float64, x []float64) {
	for i, v := range x {
		dst[i] += float64(a * v)
	}
}
