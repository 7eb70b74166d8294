package classify

import "math"

// groupRidge is the ridge of phrase groups: there are few of them, each rare,
// and what one says it says for certain.
const groupRidge = 1

// problem is a training set of dense features alone.
type problem struct {
	labels, width int
	rows          []row
	x             [][]float64
	ridge         []float64 // of each feature
}

func newProblem(c *Config, rows []row) *problem {
	p := &problem{labels: len(c.Labels), width: c.width(), rows: rows, x: make([][]float64, len(rows))}
	for i := range rows {
		p.x[i] = make([]float64, p.width)
		for j, v := range rows[i].dense {
			p.x[i][j] = float64(v)
		}
	}
	p.ridge = make([]float64, p.width)
	for j := range p.ridge {
		p.ridge[j] = c.Ridge
		if j < 2*len(c.Groups) {
			p.ridge[j] = groupRidge
		}
	}
	return p
}

// fitLinear minimises the loss and the ridge of each label on its own.
func (p *problem) fitLinear() *learnt {
	n, d := p.labels, p.width
	l := &learnt{labels: n, dense: make([]float32, d*n), bias: make([]float32, n)}
	for k := range n {
		x := make([]float64, d+1) // the bias last
		minimise(x, lbfgsSteps, func(x, g []float64) float64 {
			g[d] = 0
			loss := p.draw(x[:d], g)
			for i, row := range p.x {
				if p.rows[i].y[k] < 0 {
					continue
				}
				more, e := p.rows[i].loss(k, x[d]+dot(row, x))
				loss += more
				axpy(g, e, row)
				g[d] += e
			}
			return loss
		})
		for j := range d {
			l.dense[j*n+k] = float32(x[j])
		}
		l.bias[k] = float32(x[d])
	}
	return l
}

// draw returns the ridge of weights w and sets their gradient.
func (p *problem) draw(w, g []float64) (loss float64) {
	for j, r := range p.ridge {
		loss += r / 2 * w[j] * w[j]
		g[j] = r * w[j]
	}
	return loss
}

// loss returns the loss of label k at a logit, and its derivative.
func (r *row) loss(k int, logit float64) (loss, slope float64) {
	y, w := float64(r.y[k]), float64(r.w)
	return w * (softplus(logit) - y*logit), w * (logistic(logit) - y)
}

// softplus is log(1 + exp(x)).
func softplus(x float64) float64 {
	if x > 30 {
		return x
	}
	return math.Log1p(math.Exp(x))
}
