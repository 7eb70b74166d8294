package encoder

import "fmt"

// A Head is a linear head on the vectors of one depth, with what
// [Model.Explain] needs of it worked out once. It is immutable and safe for
// concurrent use.
type Head struct {
	depth   int
	weights []float32 // on a mean, up to its two lengths
	centre  float32
}

// Head returns the head that multiplies vectors at depth by weights, which is
// not kept. The error wraps [ErrDepth], or says that weights has not Dim values.
func (m *Model) Head(depth int, weights []float32) (*Head, error) {
	if len(weights) != m.dim {
		return nil, fmt.Errorf("encoder: head of %d weights, want %d", len(weights), m.dim)
	}
	e, err := m.exit(depth)
	if err != nil {
		return nil, err
	}
	h := &Head{depth: depth, weights: e.transfer(weights)}
	for k, b := range e.bias {
		h.centre += float32(weights[k] * b)
	}
	return h, nil
}

// Explain appends to dst what each piece of text i of h adds to the product of
// head with the text's [Model.Vector], in the order of the text; rest is what
// comes from no piece: the prompt and the centre. Their sum is that product, up
// to rounding: past the layers everything is linear but two lengths to divide
// by, and those are known.
//
// The error wraps [ErrDepth]: h is not at the head's depth.
func (m *Model) Explain(dst []Contribution, h *Hidden, i int, head *Head) (_ []Contribution, rest float32, err error) {
	if h.depth != head.depth {
		return dst, 0, fmt.Errorf("encoder: head of depth %d on states of depth %d: %w", head.depth, h.depth, ErrDepth)
	}
	e, err := m.exit(h.depth)
	if err != nil {
		return dst, 0, err
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	sc.mean = grow(sc.mean, m.dim)
	h.mean(sc.mean, i)
	sc.vector = grow(sc.vector, m.dim)
	before, after := e.vector(sc, m.path, sc.vector, sc.mean)
	if after == 0 {
		return dst, 0, nil
	}
	at, by := len(dst), float32(before*after)
	dst, rest = h.Contributions(dst, i, head.weights)
	for k := range dst[at:] {
		dst[at+k].Value /= by
	}
	return dst, rest/by + head.centre/after, nil
}

// transfer returns the weights that do to a mean what weights do to its vector
// before centring and the division by two lengths.
func (e *exit) transfer(weights []float32) []float32 {
	out := make([]float32, len(weights))
	if e.m == nil {
		copy(out, weights)
		return out
	}
	row := make([]float32, len(weights))
	for o, v := range weights {
		e.m.RowWeights(row, o)
		for k, x := range row {
			out[k] += float32(v * x)
		}
	}
	return out
}
