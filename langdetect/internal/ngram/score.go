package ngram

import "math"

// Scores holds what a text says for each label. Its memory is reused.
type Scores struct {
	// Sum is the weight of the n-grams seen, in steps.
	Sum [MaxLabels]int32
	// Hits counts the n-grams that the table knows for a label; Words counts
	// whole words among them.
	Hits, Words [MaxLabels]int16
	// Grams and NumWords are the totals.
	Grams, NumWords int

	buf []uint64
}

// Reset forgets all texts.
func (s *Scores) Reset() {
	s.Sum = [MaxLabels]int32{}
	s.Hits, s.Words = [MaxLabels]int16{}, [MaxLabels]int16{}
	s.Grams, s.NumWords = 0, 0
}

// Add adds the n-grams of one word.
func (m *Model) Add(s *Scores, t *Text, w *Word) {
	s.buf = t.Grams(s.buf[:0], w)
	s.Grams += len(s.buf)
	s.NumWords++
	for i, h := range s.buf {
		es := m.Find(h)
		for len(es) >= 2 {
			e := uint16(es[0]) | uint16(es[1])<<8
			l := e & (MaxLabels - 1)
			s.Sum[l] += int32(e>>9) - 64
			s.Hits[l]++
			if i == 0 {
				s.Words[l]++
			}
			es = es[2:]
		}
	}
}

// Gain is the factor between the sum over n n-grams and a logit: n-grams of
// one text overlap and repeat each other, so their sum grows faster than what
// it is worth.
func Gain(n int) float64 { return 1 / math.Sqrt(float64(n)+4) }

// Logit returns the score of label l before the softmax.
func (m *Model) Logit(s *Scores, l int) float64 {
	return float64(s.Sum[l])*float64(m.Step)*Gain(s.Grams) + float64(m.Bias[l])
}

// Posterior writes the probability of each label to p and returns the label
// of the highest. Labels far behind the best get zero.
func (m *Model) Posterior(s *Scores, p *[MaxLabels]float32) int {
	g := float64(m.Step) * Gain(s.Grams)
	best, top := 0, math.Inf(-1)
	var z [MaxLabels]float64
	for l := range m.Labels {
		z[l] = float64(s.Sum[l])*g + float64(m.Bias[l])
		if z[l] > top {
			best, top = l, z[l]
		}
	}
	total := 0.0
	for l := range m.Labels {
		p[l] = 0
		if d := (z[l] - top) * float64(m.Temp); d > -14 {
			e := math.Exp(d)
			p[l] = float32(e)
			total += e
		}
	}
	for l := range m.Labels {
		if p[l] != 0 {
			p[l] = float32(float64(p[l]) / total)
		}
	}
	return best
}
