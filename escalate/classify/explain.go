package classify

import "github.com/go-handoff/handoff/escalate/text"

// Contribution is what a piece of the text adds to a label's logit through
// Input.Vector, which only knows who made the vector: the encoder's pieces, say.
// Start and End are bytes of the raw text, half-open.
type Contribution struct {
	Start, End int
	Value      float64
}

const (
	// maxSpanWords bounds an explanation to what a person reads at a glance.
	maxSpanWords = 14
	// background is the part of the mean that a word must add to lengthen an
	// explanation. Set by hand: less quotes whole messages, more cuts words apart.
	background = 0.85
)

// Explain returns the stretch of the text, as bytes of its raw form, that adds
// most to the label's logit: the n-grams and phrases of this model, and what
// more is given. It returns false where nothing adds to it.
func (m *Model) Explain(in *Input, label int, more []Contribution) (start, end int, ok bool) {
	if in.Text == nil || len(in.Text.Words()) == 0 || label < 0 || label >= len(m.config.Labels) {
		return 0, 0, false
	}
	ws := in.Text.Words()
	add := make([]float64, len(ws))
	n := len(m.config.Labels)
	if m.config.Buckets > 0 {
		gs := grams(nil, in.Text, m.config.Buckets)
		value := float64(gramValue(len(gs))) * float64(m.learnt.scale[label])
		for _, g := range gs {
			v := float64(m.learnt.grams[int(g.bucket)*n+label]) * value / float64(g.last-g.first+1)
			for i := g.first; i <= g.last; i++ {
				add[i] += v
			}
		}
	}
	var slopes []float64
	if len(m.config.Groups) > 0 {
		slopes = m.slopes(in, label)
	}
	for gi, g := range m.config.Groups {
		w := slopes[2*gi]
		for _, h := range in.Hits {
			if h.Group == g && h.Scope == 0 && w > 0 && h.LastWord < len(ws) {
				for i := h.FirstWord; i <= h.LastWord; i++ {
					add[i] += w * h.Weight / float64(h.LastWord-h.FirstWord+1)
				}
			}
		}
	}
	spread(add, ws, more)
	return best(add, ws)
}

// Stretch returns the words in a row, as bytes of the text's raw form, that the
// contributions make stand out most; false where none adds anything.
func Stretch(t *text.Text, cs []Contribution) (start, end int, ok bool) {
	ws := t.Words()
	if len(ws) == 0 {
		return 0, 0, false
	}
	add := make([]float64, len(ws))
	spread(add, ws, cs)
	return best(add, ws)
}

// spread adds contributions by bytes to the words that they overlap, in equal
// parts: where a word is a character, a piece has several.
func spread(add []float64, ws []text.Word, more []Contribution) {
	at := 0
	for _, c := range more {
		for at > 0 && ws[at-1].End > c.Start {
			at--
		}
		for at < len(ws) && ws[at].End <= c.Start {
			at++
		}
		end := at
		for end < len(ws) && ws[end].Start < c.End {
			end++
		}
		for i := at; i < end; i++ {
			add[i] += c.Value / float64(end-at)
		}
	}
}

// best returns the words in a row with the greatest sum, each less background,
// so that a text whose every word adds a little is not quoted whole. It neither begins nor ends with punctuation.
func best(add []float64, ws []text.Word) (start, end int, ok bool) {
	mean := 0.0
	for _, v := range add {
		mean += max(v, 0)
	}
	mean *= background / float64(len(add))
	top := 0.0
	for i := range add {
		if ws[i].Kind == text.Punct {
			continue
		}
		sum := 0.0
		for j := i; j < len(add) && j < i+maxSpanWords; j++ {
			if sum += add[j] - mean; sum > top+1e-12 && ws[j].Kind != text.Punct {
				top, start, end, ok = sum, ws[i].Start, ws[j].End, true
			}
		}
	}
	return start, end, ok && start < end
}

// VectorWeights returns the weights of the values of Input.Vector for a label on
// the straight way: without hidden units, what the vector adds to the logit is
// the sum of their products. The slice is the caller's; it is nil for a model
// without a vector or label.
func (m *Model) VectorWeights(label int) []float32 {
	n := len(m.config.Labels)
	if m.config.Dim == 0 || label < 0 || label >= n {
		return nil
	}
	out := make([]float32, m.config.Dim)
	for i := range out {
		out[i] = m.learnt.dense[(2*len(m.config.Groups)+i)*n+label] * float32(m.config.Scale)
	}
	return out
}

// VectorSlopes returns by how much a label's logit grows with each value of
// Input.Vector at in. Without hidden units that is [Model.VectorWeights]
// whatever in is; with them it explains the neighbourhood of in. The slice is
// the caller's; it is nil for a model without a vector or label.
func (m *Model) VectorSlopes(in *Input, label int) []float32 {
	if m.learnt.hidden.bias == nil || m.config.Dim == 0 || label < 0 || label >= len(m.config.Labels) {
		return m.VectorWeights(label)
	}
	out := make([]float32, m.config.Dim)
	for i, s := range m.slopes(in, label)[2*len(m.config.Groups):] {
		out[i] = float32(s * m.config.Scale)
	}
	return out
}

// slopes returns the derivative of a label's logit by each dense feature.
func (m *Model) slopes(in *Input, label int) []float64 {
	n := len(m.config.Labels)
	out := make([]float64, m.config.width())
	for j := range out {
		out[j] = float64(m.learnt.dense[j*n+label])
	}
	if m.learnt.hidden.bias != nil {
		m.learnt.hidden.slopes(out, m.config.dense(nil, in), label, n)
	}
	return out
}
