package encoder

import "github.com/go-handoff/handoff/escalate/encoder/internal/kernel"

// UsePath lets tests run each path that the processor has.
func UsePath(p kernel.Path) Option { return usePath(p) }

// Centre returns the mean that full-depth vectors are centred by.
func (m *Model) Centre() []float32 {
	c := make([]float32, m.dim)
	for i, b := range m.stack.exits[m.stack.last].bias {
		c[i] = -b
	}
	return c
}
