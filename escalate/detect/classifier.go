package detect

import (
	"context"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// Classifier is a [Scorer] made of a trained model, whose labels are kinds.
type Classifier struct {
	model     *classify.Model
	phrases   *Phrases
	vectors   *Vectors        // nil for a model without
	heads     []*encoder.Head // on the vectors, by label
	languages []string
	trust
	scores *escalate.Resource[map[escalate.Kind]escalate.Signal]
}

var _ Scorer = (*Classifier)(nil)

// NewClassifier returns a scorer of the model in languages, as BCP 47 tags, nil
// for all. The model sees the phrases of ph, and the vectors of v, which is nil
// for a model without. The error names a label that is no kind, or a vector
// that the model does not take.
func NewClassifier(m *classify.Model, ph *Phrases, v *Vectors, languages []string) (*Classifier, error) {
	c := &Classifier{model: m, phrases: ph, vectors: v, languages: languages}
	dim := m.Config().Dim
	switch {
	case v == nil && dim != 0:
		return nil, fmt.Errorf("detect: the model takes a vector of %d values, and there are none", dim)
	case v != nil && dim != v.Dim():
		return nil, fmt.Errorf("detect: the model takes a vector of %d values, the encoder gives %d", dim, v.Dim())
	}
	for k, l := range m.Labels() {
		if !escalate.Kind(l).Valid() {
			return nil, fmt.Errorf("detect: the model's label %q is no kind of signal", l)
		}
		if v != nil {
			head, err := v.model.Head(v.depth, m.VectorWeights(k))
			if err != nil {
				return nil, fmt.Errorf("detect: vectors: %w", err)
			}
			c.heads = append(c.heads, head)
		}
	}
	c.scores = escalate.NewResource("classifier", c.compute)
	return c, nil
}

// Languages implements [Scorer].
func (c *Classifier) Languages() []string { return c.languages }

// Scores implements [Scorer].
func (c *Classifier) Scores(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
	return c.scores.Of(ctx, p)
}

func (c *Classifier) compute(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
	t, err := Text.Of(ctx, p)
	if err != nil {
		return nil, err
	}
	if !says(t) {
		return nil, nil // nothing was said: a prior is no finding
	}
	in := classify.Input{Text: t}
	if in.Hits, err = c.phrases.Matches(ctx, p); err != nil {
		return nil, err
	}
	var e *Embedding
	if c.vectors != nil {
		if e, err = c.vectors.Of(ctx, p); err != nil {
			return nil, err
		}
		in.Vector = e.Vector
	}
	var buf [64]float64
	scores := c.model.Score(buf[:0], &in)
	out := make(map[escalate.Kind]escalate.Signal, len(scores))
	for k, s := range scores {
		sig := escalate.Signal{Kind: escalate.Kind(c.model.Config().Labels[k]), Score: escalate.Score(s)}
		sig.Score = max(sig.Score, c.trust.least(in.Hits, sig.Kind))
		if sig.Score >= explained {
			sig.Evidence, err = c.explain(p, &in, e, k)
			if err != nil {
				return nil, err
			}
		}
		out[sig.Kind] = sig
	}
	return out, nil
}

// says reports whether a text has a word or an emoji: a message of punctuation,
// numbers or one letter held down carries no signal that a classifier could
// have learnt.
func says(t *text.Text) bool {
	first, letters := rune(-1), 0
	for i := range t.Words() {
		switch w := &t.Words()[i]; w.Kind {
		case text.Emoji:
			return true
		case text.Letters:
			for _, r := range w.Folded {
				if first >= 0 && r != first {
					return true
				}
				first = r
				letters++
			}
		}
	}
	return letters > 0 && letters < heldDown
}

// heldDown is how many letters, all the same, are no word.
const heldDown = 3

// explain returns the words that carry label k: a phrase of the kind if one was
// found and meant, else the stretch that adds most.
func (c *Classifier) explain(p *escalate.Pass, in *classify.Input, e *Embedding, k int) ([]escalate.Evidence, error) {
	var more []classify.Contribution
	if e != nil {
		var err error
		if more, err = e.contributions(c.heads[k]); err != nil {
			return nil, err
		}
	}
	var out []escalate.Evidence
	if m, ok := strongest(in.Hits, c.model.Config().Labels[k]); ok {
		out = append(out, escalate.Evidence{Turn: p.Index(), Start: m.Start, End: m.End})
	}
	if start, end, ok := c.model.Explain(in, k, more); ok && (len(out) == 0 || start >= out[0].End || end <= out[0].Start) {
		out = append(out, escalate.Evidence{Turn: p.Index(), Start: start, End: end})
	}
	return out, nil
}

// strongest returns the phrase of a group that is meant and weighs most.
func strongest(hits []phrase.Match, group string) (best phrase.Match, ok bool) {
	for _, h := range hits {
		if h.Group == group && h.Scope == 0 && (!ok || h.Weight > best.Weight) {
			best, ok = h, true
		}
	}
	return best, ok
}
