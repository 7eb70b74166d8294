package encoder

import (
	"sync"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// scratch is the room that one call computes in.
type scratch struct {
	tokens                            tokens
	hidden                            Hidden
	in                                kernel.Inputs
	sums                              []int32
	qkv, context, inner, keys, scores []float32
	mean, projected, residual, vector []float32
}

// pool keeps scratch between calls, so that calls allocate nothing once warm.
type pool struct{ p sync.Pool }

func (p *pool) get() *scratch {
	if s, ok := p.p.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

func (p *pool) put(s *scratch) { p.p.Put(s) }

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n+n/4)[:n]
	}
	return s[:n]
}
