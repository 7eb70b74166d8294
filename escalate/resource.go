package escalate

import (
	"context"
	"fmt"
)

// A Resource is a value that several detectors need of one turn - its folded
// text, an embedding - computed once a turn, on first use, and shared. It is
// what an analyzer in Requires is to go/analysis, asked for by type and not by
// declaration:
//
//	var Folded = escalate.NewResource("text", func(ctx context.Context, p *escalate.Pass) (*text.Text, error) {
//		return text.New(p.Text()), nil
//	})
//
//	func detect(ctx context.Context, p *escalate.Pass) error {
//		t, err := Folded.Of(ctx, p)
//
// A Resource is immutable and safe for concurrent use. What it computes is
// shared: detectors must not modify it, nor keep it after Detect returns.
type Resource[T any] struct {
	name    string
	compute func(ctx context.Context, p *Pass) (T, error)
}

// NewResource returns a resource. Its function may use other resources and
// depends on nothing but the turn.
func NewResource[T any](name string, compute func(ctx context.Context, p *Pass) (T, error)) *Resource[T] {
	return &Resource[T]{name, compute}
}

// Of returns the value for the pass's turn. An error is remembered like a
// value: every detector that asks gets it. A resource that needs itself is an
// error.
func (r *Resource[T]) Of(ctx context.Context, p *Pass) (T, error) {
	for i := range p.results {
		if p.results[i].key == r {
			res := &p.results[i]
			if res.busy {
				var zero T
				return zero, fmt.Errorf("resource %q needs itself", r.name)
			}
			v, _ := res.value.(T)
			return v, res.err
		}
	}
	p.results = append(p.results, result{key: r, busy: true})
	at := len(p.results) - 1
	defer func() { // only a panic leaves it busy
		if p.results[at].busy {
			p.results[at] = result{key: r, err: fmt.Errorf("resource %q panicked", r.name)}
		}
	}()
	v, err := r.compute(ctx, p)
	if err != nil {
		err = fmt.Errorf("resource %q: %w", r.name, err)
	}
	p.results[at] = result{key: r, value: v, err: err}
	return v, err
}

// result is what a resource gave at a turn. A turn asks for a handful, so a
// slice is searched faster than a map.
type result struct {
	key   any
	value any
	err   error
	busy  bool
}
