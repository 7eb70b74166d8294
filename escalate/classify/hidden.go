package classify

import (
	"math"
	"math/rand/v2"
)

// hidden is a layer of units between the dense features and the labels, beside
// the straight way. A unit is x/(1+|x|), which is as smooth as training needs
// and, unlike the hyperbolic tangent, the same number on every machine.
type hidden struct {
	in   []float32 // by unit, then feature
	bias []float32 // of each unit; nil without units
	out  []float32 // by unit, then label
}

func unit(z float64) (value, slope float64) {
	r := 1 / (1 + math.Abs(z))
	return z * r, r * r
}

// add adds what the units say to the logits.
func (h *hidden) add(logits []float64, dense []float32) {
	n := len(logits)
	for u := range h.bias {
		a, _ := unit(h.sum(u, dense))
		for k, w := range h.out[u*n : u*n+n] {
			logits[k] += float64(float64(w) * a)
		}
	}
}

func (h *hidden) sum(u int, dense []float32) float64 {
	z := float64(h.bias[u])
	for j, w := range h.in[u*len(dense) : (u+1)*len(dense)] {
		z += float64(float64(w) * float64(dense[j]))
	}
	return z
}

// slopes adds to dst the derivative of label k of n by each feature.
func (h *hidden) slopes(dst []float64, dense []float32, k, n int) {
	for u := range h.bias {
		_, slope := unit(h.sum(u, dense))
		slope *= float64(h.out[u*n+k])
		for j, w := range h.in[u*len(dense) : (u+1)*len(dense)] {
			dst[j] += float64(slope * float64(w))
		}
	}
}

const (
	// hiddenSteps ends the training of units before the minimum: they gain
	// nothing on messages unseen after it. Set by hand.
	hiddenSteps = 60
	// unitRidge draws what a unit says to a label to zero. Of 1, 4, 20 and 50 it
	// did best on messages of other authors; see the package.
	unitRidge = 20
)

// fitHidden adds units to a linear model, and learns all weights on together
// from there: where units bring nothing, it stays.
func (p *problem) fitHidden(l *learnt, units int) {
	n, d := p.labels, p.width
	// By label the weights and the bias, by unit likewise, by unit the labels.
	x := make([]float64, (n+units)*(d+1)+units*n)
	for k := range n {
		for j := range d {
			x[k*(d+1)+j] = float64(l.dense[j*n+k])
		}
		x[k*(d+1)+d] = float64(l.bias[k])
	}
	spread := 1 / max(1e-6, p.length()) // sums of about 1 to begin with
	rng := rand.New(rand.NewPCG(3, 4))
	for i := n * (d + 1); i < (n+units)*(d+1); i++ {
		x[i] = rng.NormFloat64() * spread
	}
	minimise(x, hiddenSteps, func(x, g []float64) float64 { return p.hiddenLoss(x, g, units) })
	for k := range n {
		for j := range d {
			l.dense[j*n+k] = float32(x[k*(d+1)+j])
		}
		l.bias[k] = float32(x[k*(d+1)+d])
	}
	l.hidden = hidden{in: make([]float32, units*d), bias: make([]float32, units), out: make([]float32, units*n)}
	for u := range units {
		at := x[(n+u)*(d+1):]
		for j := range d {
			l.hidden.in[u*d+j] = float32(at[j])
		}
		l.hidden.bias[u] = float32(at[d])
	}
	for i := range l.hidden.out {
		l.hidden.out[i] = float32(x[(n+units)*(d+1)+i])
	}
}

// length is the root of the mean square of the rows' lengths.
func (p *problem) length() float64 {
	sum := 0.0
	for _, x := range p.x {
		sum += dot(x, x)
	}
	return math.Sqrt(sum / float64(len(p.x)))
}

func (p *problem) hiddenLoss(x, g []float64, units int) float64 {
	n, d := p.labels, p.width
	row := func(v []float64, i int) []float64 { return v[i*(d+1) : (i+1)*(d+1)] }
	out, gout := x[(n+units)*(d+1):], g[(n+units)*(d+1):]
	clear(g)
	loss := 0.0
	for i := range n + units {
		loss += p.draw(row(x, i)[:d], row(g, i)[:d])
	}
	for i, w := range out {
		loss += unitRidge / 2.0 * w * w
		gout[i] = unitRidge * w
	}
	value, slope, back := make([]float64, units), make([]float64, units), make([]float64, units)
	for i, f := range p.x {
		for u := range units {
			w := row(x, n+u)
			value[u], slope[u] = unit(w[d] + dot(f, w))
			back[u] = 0
		}
		for k := range n {
			if p.rows[i].y[k] < 0 {
				continue
			}
			w := row(x, k)
			logit := w[d] + dot(f, w)
			for u, a := range value {
				logit += out[u*n+k] * a
			}
			more, e := p.rows[i].loss(k, logit)
			loss += more
			axpy(row(g, k), e, f)
			row(g, k)[d] += e
			for u, a := range value {
				gout[u*n+k] += e * a
				back[u] += e * out[u*n+k]
			}
		}
		for u := range units {
			e := back[u] * slope[u]
			axpy(row(g, n+u), e, f)
			row(g, n+u)[d] += e
		}
	}
	return loss
}
