package ngram

import "math"

// Evidence is what the head judges a text by.
const (
	NumEvidence = 12
	hidden      = 12
	headSize    = NumEvidence*2 + hidden*(NumEvidence+1) + hidden + 1
)

// Head is a small network with one hidden layer: evidence in, the probability
// of a badly served language out.
type Head struct {
	w []float32 // mean, scale, hidden weights and biases, output weights and bias
}

func newHead(w []float32) *Head { return &Head{w} }

// NewHead returns a head with weights in the order of Head.w.
func NewHead(w []float32) *Head { return newHead(w) }

// HeadSize is the number of weights of a head.
const HeadSize = headSize

// Prob returns the probability that x comes from a badly served language.
func (h *Head) Prob(x *[NumEvidence]float64) float64 {
	mean, scale := h.w[:NumEvidence], h.w[NumEvidence:2*NumEvidence]
	var in [NumEvidence]float64
	for i := range x {
		in[i] = (x[i] - float64(mean[i])) * float64(scale[i])
	}
	at := 2 * NumEvidence
	out := float64(h.w[headSize-1])
	ow := h.w[headSize-1-hidden:]
	for j := range hidden {
		row := h.w[at+j*(NumEvidence+1):]
		a := float64(row[NumEvidence])
		for i := range in {
			a += in[i] * float64(row[i])
		}
		if a > 0 { // rectifier with a leak
			out += a * float64(ow[j])
		} else {
			out += 0.1 * a * float64(ow[j])
		}
	}
	return 1 / (1 + math.Exp(-out))
}

// Judge computes the evidence for the head: how the best served label stands
// to the best other one, and how well the text fits either, measured against
// what texts of that label usually reach. served has one entry a label.
func (m *Model) Judge(s *Scores, p *[MaxLabels]float32, served []bool, x *[NumEvidence]float64) (bestServed, bestLow int) {
	bestServed, bestLow = -1, -1
	low := 0.0
	zs, zl := math.Inf(-1), math.Inf(-1)
	g := float64(m.Step) * Gain(s.Grams)
	for l := range m.Labels {
		z := float64(s.Sum[l])*g + float64(m.Bias[l])
		if served[l] {
			if z > zs {
				bestServed, zs = l, z
			}
		} else {
			low += float64(p[l])
			if z > zl {
				bestLow, zl = l, z
			}
		}
	}
	n := float64(max(1, s.Grams))
	w := float64(max(1, s.NumWords))
	fit := func(l int) (hit, word, sum float64) {
		if l < 0 {
			return 0, 0, 0
		}
		return float64(s.Hits[l])/n - float64(m.Hit[l]), float64(s.Words[l]) / w, float64(s.Sum[l]) * float64(m.Step) / n
	}
	*x = [NumEvidence]float64{}
	x[0] = clamp(math.Log((low+1e-5)/(1-low+1e-5)), 10)
	x[1] = clamp(zs-zl, 12)
	x[2], x[3], x[4] = fit(bestServed)
	x[5], x[6], x[7] = fit(bestLow)
	x[8] = math.Log(n)
	x[9] = math.Log(w)
	x[10] = clamp(zs, 30)
	x[11] = x[2] * math.Min(3, math.Sqrt(n)/5)
	return bestServed, bestLow
}

func clamp(v, limit float64) float64 { return math.Max(-limit, math.Min(limit, v)) }
