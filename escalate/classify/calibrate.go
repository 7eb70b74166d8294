package classify

import "math"

// platt turns a logit into a probability: the logistic of a·logit + b.
type platt struct{ A, B float64 }

func (p platt) apply(logit float64) float64 {
	return logistic(float64(p.A*logit) + p.B) // the conversion keeps the compiler from fusing
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// calibrated is how many examples of each kind a calibration takes: two numbers
// are learnt of them, and below that they mostly learn chance. Set by hand.
const calibrated = 5

// plattOf fits the calibration of label k to logits of examples that the model
// had not seen, the maximum likelihood. Without enough of either kind it
// leaves the logit as it is.
func plattOf(rows []row, logits [][]float32, k int) platt {
	out := platt{A: 1}
	pos, neg := 0.0, 0.0
	for i := range rows {
		if logits[i] == nil {
			continue
		}
		switch rows[i].y[k] {
		case 1:
			pos++
		case 0:
			neg++
		}
	}
	if pos < calibrated || neg < calibrated {
		return out
	}
	// Platt's targets, not quite 0 and 1: of few examples none is certain.
	target := [2]float64{1 / (neg + 2), (pos + 1) / (pos + 2)}
	x := []float64{1, 0} // A and B
	minimise(x, lbfgsSteps, func(x, g []float64) float64 {
		const ridge = 0.01 // towards the logit as it is
		p := platt{x[0], x[1]}
		g[0], g[1] = ridge*(p.A-1), ridge*p.B
		loss := ridge / 2 * ((p.A-1)*(p.A-1) + p.B*p.B)
		for i := range rows {
			if logits[i] == nil || rows[i].y[k] < 0 {
				continue
			}
			y := target[int(rows[i].y[k])]
			logit, w := float64(logits[i][k]), float64(rows[i].w)
			z := p.A*logit + p.B
			loss += w * (softplus(z) - y*z)
			d := w * (logistic(z) - y)
			g[0], g[1] = g[0]+d*logit, g[1]+d
		}
		return loss
	})
	out = platt{x[0], x[1]}
	if !(out.A > 0.01) || math.IsNaN(out.B) { // a label that its logit does not order
		return platt{A: 0.01, B: math.Log((pos + 1) / (neg + 1))}
	}
	return out
}
