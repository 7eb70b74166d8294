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
		q.addGrams(sums[:n], gs)
	}
	value := gramValue(count)
	var buf [512]float32
	dense := m.config.dense(buf[:0], in)
	at := len(dst)
	for k := range n {
		dst = append(dst, float64(q.bias[k])+float64(float64(sums[k])*float64(q.scale[k])*float64(value)))
	}
	q.addDense(dst[at:], dense)
	q.hidden.add(dst[at:], dense)
	return dst
}

// block is how many labels are summed at once, in registers.
const block = 8

// addGrams adds the weights of n-grams to the sum of each label.
func (q *quantized) addGrams(sums []int32, gs []gram) {
	n, from := len(sums), 0
	for ; from+block <= n; from += block {
		var s0, s1, s2, s3, s4, s5, s6, s7 int32
		for _, g := range gs {
			w := (*[block]int8)(q.grams[int(g.bucket)*n+from:])
			s0, s1, s2, s3 = s0+int32(w[0]), s1+int32(w[1]), s2+int32(w[2]), s3+int32(w[3])
			s4, s5, s6, s7 = s4+int32(w[4]), s5+int32(w[5]), s6+int32(w[6]), s7+int32(w[7])
		}
		*(*[block]int32)(sums[from:]) = [block]int32{s0, s1, s2, s3, s4, s5, s6, s7}
	}
	for _, g := range gs {
		for k := from; k < n; k++ {
			sums[k] += int32(q.grams[int(g.bucket)*n+k])
		}
	}
}

// addDense adds the weights of the features behind the n-grams to the logit of
// each label, in the order of the features.
func (q *quantized) addDense(logits []float64, dense []float32) {
	n, from := len(logits), 0
	for ; from+block <= n; from += block {
		z := (*[block]float64)(logits[from:])
		z0, z1, z2, z3, z4, z5, z6, z7 := z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7]
		for i, f := range dense {
			if f == 0 {
				continue
			}
			x, w := float64(f), (*[block]float32)(q.dense[i*n+from:])
			// The conversions keep the compiler from fusing.
			z0 += float64(float64(w[0]) * x)
			z1 += float64(float64(w[1]) * x)
			z2 += float64(float64(w[2]) * x)
			z3 += float64(float64(w[3]) * x)
			z4 += float64(float64(w[4]) * x)
			z5 += float64(float64(w[5]) * x)
			z6 += float64(float64(w[6]) * x)
			z7 += float64(float64(w[7]) * x)
		}
		*z = [block]float64{z0, z1, z2, z3, z4, z5, z6, z7}
	}
	for i, f := range dense {
		if f == 0 {
			continue
		}
		for k := from; k < n; k++ {
			logits[k] += float64(float64(q.dense[i*n+k]) * float64(f))
		}
	}
}
