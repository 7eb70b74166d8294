package detect

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder"
)

// Vectors gives turns their place in the encoder's space, once a turn for all
// detectors that ask.
type Vectors struct {
	model    *encoder.Model
	depth    int
	resource *escalate.Resource[*Embedding]
}

// NewVectors returns the vectors of m at depth.
func NewVectors(m *encoder.Model, depth int) *Vectors {
	v := &Vectors{model: m, depth: depth}
	v.resource = escalate.NewResource("vector", func(_ context.Context, p *escalate.Pass) (*Embedding, error) {
		return v.embed(p.Text())
	})
	return v
}

// Of returns the vector of the pass's turn. Shared: read only.
func (v *Vectors) Of(ctx context.Context, p *escalate.Pass) (*Embedding, error) {
	return v.resource.Of(ctx, p)
}

// Embedding is a text's vector, with what explains it.
type Embedding struct {
	// Vector has length 1, or is zero for a text without pieces.
	Vector []float32

	model  *encoder.Model
	hidden encoder.Hidden
}

func (v *Vectors) embed(s string) (*Embedding, error) {
	e := &Embedding{model: v.model}
	err := v.model.Hidden(&e.hidden, v.depth, s)
	if err == nil {
		e.Vector, err = v.model.Vector(nil, &e.hidden, 0)
	}
	return e, err
}

// contributions returns what each piece of the text adds to a linear head.
func (e *Embedding) contributions(weights []float32) ([]classify.Contribution, error) {
	cs, _, err := e.model.Explain(nil, &e.hidden, 0, weights)
	if err != nil {
		return nil, err
	}
	out := make([]classify.Contribution, len(cs))
	for i, c := range cs {
		out[i] = classify.Contribution{Start: c.Start, End: c.End, Value: float64(c.Value)}
	}
	return out, nil
}
