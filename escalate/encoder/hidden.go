package encoder

import (
	"slices"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// Hidden holds the hidden states of the pieces of one or several texts after
// some layer: what [Model.Hidden] leaves and [Stack.Finish] goes on from.
//
// The zero value is ready to use, and a Hidden that is used again reuses its
// memory. It belongs to its caller: it is not safe for concurrent use while it is
// written to.
type Hidden struct {
	depth, dim int
	x          []float32 // len(rows) rows of dim
	rows       []row
	windows    []window
	texts      []window // the rows of each text
	path       kernel.Path
}

// A row is a piece, with its weight in its text's mean. start and end are -1
// unless the piece comes from the text.
type row struct {
	start, end int32
	weight     float32
}

type window struct{ lo, hi int }

// Depth returns the number of layers that the states have passed.
func (h *Hidden) Depth() int { return h.depth }

// Texts returns the number of texts.
func (h *Hidden) Texts() int { return len(h.texts) }

// Pieces returns the number of pieces of text i, those of the prompt included:
// the rows that its mean is taken over.
func (h *Hidden) Pieces(i int) int { return h.texts[i].hi - h.texts[i].lo }

func (h *Hidden) reset(m *Model) {
	h.depth, h.dim, h.path = 0, m.dim, m.path
	h.x, h.rows, h.windows, h.texts = h.x[:0], h.rows[:0], h.windows[:0], h.texts[:0]
}

func (h *Hidden) copy(from *Hidden) {
	h.depth, h.dim, h.path = from.depth, from.dim, from.path
	h.x = append(h.x[:0], from.x...)
	h.rows = append(h.rows[:0], from.rows...)
	h.windows = append(h.windows[:0], from.windows...)
	h.texts = append(h.texts[:0], from.texts...)
}

// grow makes room for n more rows.
func (h *Hidden) grow(n int) {
	h.rows = slices.Grow(h.rows, n)
	h.x = slices.Grow(h.x, n*h.dim)
}

// addRow appends a row whose values are as they happen to be in memory.
func (h *Hidden) addRow(r row) []float32 {
	h.rows = append(h.rows, r)
	n := len(h.x)
	h.x = slices.Grow(h.x, h.dim)[:n+h.dim]
	return h.x[n:]
}

// Mean appends to dst the weighted mean of the states of text i, which linear
// heads take: every piece counts alike (in windows of a long text, every window
// as it has pieces of the text). It is zero for a text without pieces.
func (h *Hidden) Mean(dst []float32, i int) []float32 {
	n := len(dst)
	dst = append(dst, make([]float32, h.dim)...)
	h.mean(dst[n:], i)
	return dst
}

func (h *Hidden) mean(dst []float32, i int) {
	clear(dst)
	for r := h.texts[i].lo; r < h.texts[i].hi; r++ {
		h.path.AddWeighted(dst, h.x[r*h.dim:][:h.dim], h.rows[r].weight)
	}
}

// A Contribution is what one piece of a text adds to the output of a linear
// head. Start and End are byte offsets in the text as supplied, half-open, on
// rune boundaries.
type Contribution struct {
	Start, End int
	Value      float32
}

// Contributions appends to dst what each piece of text i adds to the product of
// weights with its [Hidden.Mean], in the order of the text. rest is what pieces
// add that are not from the text. Their sum is that product, up to rounding:
// under a mean, a linear head is exactly the sum of its pieces.
//
// weights has as many values as the states.
func (h *Hidden) Contributions(dst []Contribution, i int, weights []float32) (_ []Contribution, rest float32) {
	for r := h.texts[i].lo; r < h.texts[i].hi; r++ {
		row := &h.rows[r]
		var sum float32
		for k, v := range h.x[r*h.dim:][:h.dim] {
			sum += float32(weights[k] * v)
		}
		v := float32(sum * row.weight)
		if row.end < 0 {
			rest += v
			continue
		}
		dst = append(dst, Contribution{int(row.start), int(row.end), v})
	}
	return dst, rest
}
