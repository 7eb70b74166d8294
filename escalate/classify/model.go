package classify

import (
	"math"
	"slices"
)

// A Model tells labels apart. It is immutable and safe for concurrent use.
type Model struct {
	config Config
	learnt quantized
	platt  []platt
}

// quantized are the weights as they ship: n-grams in 8 bits with a scale a
// label, the few dense ones in full.
type quantized struct {
	grams  []int8
	scale  []float32
	dense  []float32
	bias   []float32
	hidden hidden
}

func (l *learnt) quantize() quantized {
	q := quantized{grams: make([]int8, len(l.grams)), scale: make([]float32, l.labels), dense: l.dense, bias: l.bias, hidden: l.hidden}
	for k := range q.scale {
		top := float32(0)
		for i := k; i < len(l.grams); i += l.labels {
			top = max(top, float32(math.Abs(float64(l.grams[i]))))
		}
		q.scale[k] = top / 127
		for i := k; i < len(l.grams) && top > 0; i += l.labels {
			q.grams[i] = int8(math.RoundToEven(float64(l.grams[i] / q.scale[k])))
		}
	}
	return q
}

// Labels returns the labels in the order of Score. The slice is the caller's.
func (m *Model) Labels() []string { return slices.Clone(m.config.Labels) }

// Config returns what the model is made of, defaults filled in. Read only.
func (m *Model) Config() Config { return m.config }

// Score appends the probability of each label to dst, in [0, 1] and never NaN.
// The same input gives the same values on one architecture; between
// architectures the last bit may differ.
func (m *Model) Score(dst []float64, in *Input) []float64 {
	at := len(dst)
	dst = m.Logits(dst, in)
	for k := range m.platt {
		dst[at+k] = m.platt[k].apply(dst[at+k])
	}
	return dst
}

// Logits appends the logit of each label, before calibration, to dst: what
// another model takes as features. The same input gives the same values on
// every machine.
func (m *Model) Logits(dst []float64, in *Input) []float64 {
	n := len(m.config.Labels)
	q := &m.learnt
	var sums [maxLabels]int32
	count := 0
	if m.config.Buckets > 0 && in.Text != nil {
		var buf [512]gram
		gs := grams(buf[:0], in.Text, m.config.Buckets)
		count = len(gs)
		for _, g := range gs {
			for k, w := range q.grams[int(g.bucket)*n : int(g.bucket)*n+n] {
				sums[k] += int32(w)
			}
		}
	}
	value := gramValue(count)
	var buf [512]float32
	dense := m.config.dense(buf[:0], in)
	at := len(dst)
	for k := range n {
		dst = append(dst, float64(q.bias[k])+float64(float64(sums[k])*float64(q.scale[k])*float64(value)))
	}
	for i, x := range dense {
		if x == 0 {
			continue
		}
		for k, w := range q.dense[i*n : i*n+n] {
			dst[at+k] += float64(float64(w) * float64(x)) // the conversion keeps the compiler from fusing
		}
	}
	q.hidden.add(dst[at:], dense)
	return dst
}
