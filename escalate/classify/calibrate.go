package classify

import "math"

// platt turns a logit into a probability: the logistic of a·logit + b.
type platt struct{ A, B float64 }

func (p platt) apply(logit float64) float64 {
	return 1 / (1 + math.Exp(-(p.A*logit + p.B)))
}

// plattOf fits the calibration of label k to logits of examples that the model
// had not seen, by Newton's method with a little ridge. Without enough of
// either kind it leaves the logit as it is.
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
	if pos < 5 || neg < 5 {
		return out
	}
	for range 50 {
		// Gradient and Hessian of the loss, with a ridge towards A = 1, B = 0.
		const ridge = 0.5
		ga, gb := ridge*(out.A-1), ridge*out.B
		haa, hab, hbb := ridge, 0.0, ridge
		for i := range rows {
			y := float64(rows[i].y[k])
			if logits[i] == nil || y < 0 {
				continue
			}
			x, w := float64(logits[i][k]), float64(rows[i].w)
			p := out.apply(x)
			d, v := w*(p-y), w*p*(1-p)
			ga, gb = ga+d*x, gb+d
			haa, hab, hbb = haa+v*x*x, hab+v*x, hbb+v
		}
		det := haa*hbb - hab*hab
		da, db := (ga*hbb-gb*hab)/det, (gb*haa-ga*hab)/det
		out.A, out.B = out.A-da, out.B-db
		if math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	if !(out.A > 0.01) || math.IsNaN(out.B) { // a label that its logit does not order
		return platt{A: 0.01, B: math.Log((pos + 1) / (neg + 1))}
	}
	return out
}
