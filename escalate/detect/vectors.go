package detect

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder"
)

// Vectors gives turns their place in the encoder's space, once a turn for all
// detectors that ask. It is immutable and safe for concurrent use.
type Vectors struct {
	model    *encoder.Model
	depth    int
	stack    *encoder.Stack // tuned layers after depth; nil for none
	head     head
	resource *escalate.Resource[*Embedding]
}

// NewVectors returns the vectors of m at depth.
func NewVectors(m *encoder.Model, depth int) *Vectors {
	v := &Vectors{model: m, depth: depth}
	v.resource = escalate.NewResource("vector", func(_ context.Context, p *escalate.Pass) (*Embedding, error) {
		return v.Embed(p.Text())
	})
	return v
}

// NewTuned returns the outputs of a linear head on layers that were tuned for
// messages: stack and head are files of the recipe. The lower layers are m's own.
// The error says what in the files is wrong.
func NewTuned(m *encoder.Model, stack, head string) (*Vectors, error) {
	s, err := m.LoadStack(stack)
	if err != nil {
		return nil, err
	}
	h, err := loadHead(head, m.Dim())
	if err != nil {
		return nil, err
	}
	v := NewVectors(m, s.First())
	v.stack, v.head = s, h
	return v, nil
}

// Dim returns the number of values of a vector.
func (v *Vectors) Dim() int {
	if v.stack != nil {
		return len(v.head.bias)
	}
	return v.model.Dim()
}

// Outputs returns the names of a vector's values, nil where they have none. The
// slice is shared: read only.
func (v *Vectors) Outputs() []string { return v.head.names }

// Of returns the vector of the pass's turn. Shared: read only.
func (v *Vectors) Of(ctx context.Context, p *escalate.Pass) (*Embedding, error) {
	return v.resource.Of(ctx, p)
}

// Embedding is a text's vector, with what explains it.
type Embedding struct {
	// Vector is that of package encoder, or the outputs of the tuned head.
	Vector []float32
	// Meaning is the text's place in the encoder's space, by which texts can be
	// compared: Vector itself, or what the layers below the tuned ones give.
	Meaning []float32

	of     *Vectors
	text   string
	hidden encoder.Hidden // of tuned layers
}

// Embed returns the vector of a text.
func (v *Vectors) Embed(s string) (*Embedding, error) {
	e := &Embedding{of: v, text: s}
	var err error
	if v.stack == nil {
		e.Vector, err = v.model.Encode(nil, s, v.depth)
		e.Meaning = e.Vector
		return e, err
	}
	if err := v.model.Hidden(&e.hidden, v.depth, s); err != nil {
		return nil, err
	}
	if e.Meaning, err = v.model.Vector(nil, &e.hidden, 0); err != nil {
		return nil, err
	}
	if err := v.stack.Finish(&e.hidden, &e.hidden); err != nil {
		return nil, err
	}
	e.Vector = v.head.outputs(e.hidden.Mean(nil, 0))
	return e, nil
}

// contributions returns what each piece of the text adds to the product of head
// with the vector, which is the encoder's own. It reads the text again: at the
// depths without layers that is cheaper than to keep the states of every turn.
func (e *Embedding) contributions(head *encoder.Head) ([]classify.Contribution, error) {
	var h encoder.Hidden
	if err := e.of.model.Hidden(&h, e.of.depth, e.text); err != nil {
		return nil, err
	}
	cs, _, err := e.of.model.Explain(nil, &h, 0, head)
	return contributions(cs), err
}

// outputContributions returns what each piece of the text adds to an output of
// the tuned head.
func (e *Embedding) outputContributions(output int) []classify.Contribution {
	cs, _ := e.hidden.Contributions(nil, 0, e.of.head.weights[output])
	return contributions(cs)
}

func contributions(cs []encoder.Contribution) []classify.Contribution {
	out := make([]classify.Contribution, len(cs))
	for i, c := range cs {
		out[i] = classify.Contribution{Start: c.Start, End: c.End, Value: float64(c.Value)}
	}
	return out
}

// head is a linear map from the mean of the last layer's states.
type head struct {
	names   []string
	weights [][]float32 // by output
	bias    []float32
}

// loadHead reads a file of the recipe: the number of outputs, of inputs and of
// the bytes of the names as uint32, the names a line each, then the weights by
// output and the biases as float32, little-endian.
func loadHead(data string, inputs int) (head, error) {
	const fixed = 12
	if len(data) < fixed {
		return head{}, fmt.Errorf("detect: head: %d bytes", len(data))
	}
	b := []byte(data)
	n, d, l := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:])), int(binary.LittleEndian.Uint32(b[8:]))
	if d != inputs || n < 1 || n > 1024 || l > len(b) || len(b) != fixed+l+4*n*(d+1) {
		return head{}, fmt.Errorf("detect: head: %d outputs of %d inputs in %d bytes, want %d inputs", n, d, len(b), inputs)
	}
	h := head{names: strings.Split(data[fixed:fixed+l], "\n")}
	if len(h.names) != n {
		return head{}, fmt.Errorf("detect: head: %d names of %d outputs", len(h.names), n)
	}
	floats := func(at, n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[fixed+l+4*(at+i):]))
		}
		return out
	}
	h.bias = floats(n*d, n)
	for k := range n {
		h.weights = append(h.weights, floats(k*d, d))
	}
	return h, nil
}

func (h *head) outputs(mean []float32) []float32 {
	out := make([]float32, len(h.bias))
	for k, w := range h.weights {
		s := h.bias[k]
		for i, x := range mean {
			s += float32(w[i] * x) // the conversion keeps the compiler from fusing
		}
		out[k] = s
	}
	return out
}
