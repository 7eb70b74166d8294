package classify

import (
	"math"
	"math/rand/v2"
)

// Train learns a model from examples. The same examples in the same order give
// the same model, bit for bit on one architecture. It takes milliseconds
// for forty examples and seconds for thousands; see the package.
//
// The error names the mistake in the configuration or the example at fault.
func Train(c Config, examples []Example) (*Model, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	rows, err := c.rows(examples)
	if err != nil {
		return nil, err
	}
	m := &Model{config: c, learnt: fit(&c, rows).quantize()}
	m.calibrate(rows, c.unseen(rows, examples))
	return m, nil
}

// Unseen returns what a model like the one of [Train] says of each example when
// it has not learnt it, nor others of its group: how good the model will be on
// messages like these. It is nil for each where there is no second group. Only
// the calibration, two numbers a label, has seen all. Errors are those of Train.
func Unseen(c Config, examples []Example) ([][]float64, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	rows, err := c.rows(examples)
	if err != nil {
		return nil, err
	}
	m := &Model{config: c}
	logits := c.unseen(rows, examples)
	m.calibrate(rows, logits)
	out := make([][]float64, len(rows))
	for i := range logits {
		for k, x := range logits[i] {
			out[i] = append(out[i], m.platt[k].apply(float64(x)))
		}
	}
	return out, nil
}

func (m *Model) calibrate(rows []row, logits [][]float32) {
	for k := range m.config.Labels {
		m.platt = append(m.platt, plattOf(rows, logits, k))
	}
}

// unseen returns the logits of each row by a model that did not learn it, nil
// where there is none such. Config.Folds 1 asks for a model that did.
func (c *Config) unseen(rows []row, examples []Example) [][]float32 {
	logits := make([][]float32, len(rows))
	judge := func(l *learnt, i int) {
		logits[i] = l.logits(make([]float32, len(c.Labels)), &rows[i])
	}
	if c.Folds == 1 {
		l := fit(c, rows)
		for i := range rows {
			judge(l, i)
		}
		return logits
	}
	fold, parts := foldsOf(examples, c.Folds)
	for f := range parts {
		var train []row
		for i := range rows {
			if fold[i] != f {
				train = append(train, rows[i])
			}
		}
		l := fit(c, train)
		for i := range rows {
			if fold[i] == f {
				judge(l, i)
			}
		}
	}
	return logits
}

// learnt are the weights: n-grams by bucket and then label, dense features by
// feature and then label, so that a feature touches one stretch of memory.
type learnt struct {
	labels int
	grams  []float32
	dense  []float32
	bias   []float32
	hidden hidden
}

func (l *learnt) logits(dst []float32, r *row) []float32 {
	copy(dst, l.bias)
	n := l.labels
	for _, b := range r.grams {
		for k, w := range l.grams[int(b)*n : int(b)*n+n] {
			dst[k] += float32(w * r.value)
		}
	}
	for i, x := range r.dense {
		if x != 0 {
			for k, w := range l.dense[i*n : i*n+n] {
				dst[k] += float32(w * x)
			}
		}
	}
	if l.hidden.bias != nil {
		var sums [maxLabels]float64
		l.hidden.add(sums[:n], r.dense)
		for k := range dst {
			dst[k] += float32(sums[k])
		}
	}
	return dst
}

// rate is the first step of AdaGrad for n-grams and for dense features; the
// order of magnitude matters, the figure does not.
const (
	gramRate  = 0.5
	denseRate = 0.05
)

// fit minimises the logistic loss of every label. Dense features alone are few
// and get an exact minimum.
func fit(c *Config, rows []row) *learnt {
	if c.Buckets > 0 {
		return fitSparse(c, rows)
	}
	p := newProblem(c, rows)
	l := p.fitLinear()
	if c.Hidden > 0 {
		p.fitHidden(l, c.Hidden)
	}
	return l
}

// fitSparse goes by AdaGrad, one example at a time, in an order drawn anew each
// epoch from a fixed seed.
func fitSparse(c *Config, rows []row) *learnt {
	n := len(c.Labels)
	l := &learnt{labels: n, grams: make([]float32, c.Buckets*n), dense: make([]float32, c.width()*n), bias: make([]float32, n)}
	hg, hd, hb := make([]float32, len(l.grams)), make([]float32, len(l.dense)), make([]float32, n)
	logit, g := make([]float32, n), make([]float32, n)
	rng := rand.New(rand.NewPCG(1, 2))
	l2 := float32(max(c.L2, 0))
	for range c.Epochs {
		for _, i := range rng.Perm(len(rows)) {
			r := &rows[i]
			l.logits(logit, r)
			for k := range g {
				g[k] = 0
				if r.y[k] >= 0 {
					g[k] = (sigmoid32(logit[k]) - r.y[k]) * r.w
				}
				hb[k] += g[k] * g[k]
				l.bias[k] -= denseRate * g[k] / (float32(math.Sqrt(float64(hb[k]))) + 1e-6)
			}
			for _, b := range r.grams {
				step(l.grams[int(b)*n:], hg[int(b)*n:], g, r.value, gramRate, l2)
			}
			for j, x := range r.dense {
				if x != 0 {
					step(l.dense[j*n:], hd[j*n:], g, x, denseRate, l2)
				}
			}
		}
	}
	return l
}

func step(w, h, g []float32, x, rate, l2 float32) {
	w, h = w[:len(g)], h[:len(g)]
	for k, gk := range g {
		if gk == 0 {
			continue
		}
		d := gk*x + l2*w[k]
		h[k] += d * d
		w[k] -= rate * d / (float32(math.Sqrt(float64(h[k]))) + 1e-6)
	}
}

func sigmoid32(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
