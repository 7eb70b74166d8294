package encoder

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// ErrDepth is wrapped by the error for a depth that a model or a stack has not.
var ErrDepth = errors.New("no such depth")

// A Model turns texts into vectors. It is immutable and safe for concurrent use;
// it starts no goroutine, and its calls allocate nothing but their results once
// warm.
type Model struct {
	tokenizer *tokenizer
	dim       int
	vectors   vectors
	bag       *exit
	stack     *Stack // nil without layers
	position  []float32
	positions int
	input     norm
	path      kernel.Path
	pool      *pool
}

// An Option of [New].
type Option interface{ apply(*options) }

type options struct {
	layers string
	path   kernel.Path
}

type option func(*options)

func (o option) apply(to *options) { o(to) }

// Layers gives the model its layers: the data of package layers, or a file of
// the same format that begins at layer 0. Without, it has depth 0 alone.
func Layers(data string) Option { return option(func(o *options) { o.layers = data }) }

// Portable makes the model compute in plain Go, whatever the processor has. The
// vectors are the same, to the last bit.
func Portable() Option { return usePath(kernel.Portable) }

func usePath(p kernel.Path) Option { return option(func(o *options) { o.path = p }) }

// New makes a model of the data of package pieces. What it needs of the data it
// reads in place; layers are unpacked once, which takes some 30 ms and 22 MB.
//
// An error says what in the data is wrong.
func New(pieces string, opts ...Option) (*Model, error) {
	o := options{path: kernel.Best()}
	for _, opt := range opts {
		opt.apply(&o)
	}
	m := &Model{path: o.path, pool: new(pool)}
	if err := m.loadPieces(pieces); err != nil {
		return nil, err
	}
	if o.layers == "" {
		return m, nil
	}
	if err := m.loadLayers(o.layers); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Model) loadPieces(data string) error {
	sec, err := readSections(data)
	if err != nil {
		return err
	}
	meta, err := sec.sized("meta", 28)
	if err != nil {
		return err
	}
	if v := u32(meta, 0); v != formatVersion {
		return fmt.Errorf("encoder: data: version %d, want %d", v, formatVersion)
	}
	m.dim = int(u32(meta, 1))
	n := int(u32(meta, 2))
	if m.dim < 32 || m.dim > 1024 || m.dim%32 != 0 || n < 1 || n > 1<<22 {
		return fmt.Errorf("encoder: data: %d pieces of width %d: not supported", n, m.dim)
	}
	if m.tokenizer, err = newTokenizer(sec, meta); err != nil {
		return err
	}
	if m.vectors, err = loadVectors(sec, n, m.dim); err != nil {
		return err
	}
	m.bag, err = loadExit(sec, 0, m.dim)
	return err
}

func (m *Model) loadLayers(data string) error {
	s, err := loadStack(data, m.path)
	if err != nil {
		return err
	}
	if s.first != 0 || s.dim != m.dim {
		return fmt.Errorf("encoder: data: layers from %d, width %d, for pieces of width %d", s.first, s.dim, m.dim)
	}
	s.pool = m.pool
	m.stack = s
	sec, err := readSections(data)
	if err != nil {
		return err
	}
	meta := sec["meta"]
	m.positions = int(u32(meta, 4))
	if m.positions < 4 || m.positions > 1<<16 {
		return fmt.Errorf("encoder: data: %d positions", m.positions)
	}
	position, err := sec.sized("position", 2*m.positions*m.dim)
	if err != nil {
		return err
	}
	kind, err := sec.floats("type", m.dim)
	if err != nil {
		return err
	}
	m.position = make([]float32, m.positions*m.dim)
	for i := range m.position {
		m.position[i] = f16(position, i) + kind[i%m.dim]
	}
	m.input, err = loadNorm(sec, "norm", m.dim)
	return err
}

// Dim returns the number of values of a vector.
func (m *Model) Dim() int { return m.dim }

// Layers returns the number of layers, 0 for a model of pieces alone. It is the
// depth of the most faithful vector.
func (m *Model) Layers() int {
	if m.stack == nil {
		return 0
	}
	return m.stack.last
}

// Depths returns the depths that [Model.Encode] takes, ascending: those with an
// exit of their own.
func (m *Model) Depths() []int {
	var depths []int
	if m.bag != nil {
		depths = append(depths, 0)
	}
	if m.stack != nil {
		for d := range m.stack.exits {
			depths = append(depths, d)
		}
	}
	slices.Sort(depths)
	return depths
}

func (m *Model) exit(depth int) (*exit, error) {
	if depth == 0 && m.bag != nil {
		return m.bag, nil
	}
	if m.stack != nil {
		if e := m.stack.exits[depth]; e != nil {
			return e, nil
		}
	}
	return nil, fmt.Errorf("encoder: vector at depth %d: %w", depth, ErrDepth)
}

// Encode appends to dst the vector of text at a depth of [Model.Depths]: Dim
// values, centred and of length 1, so that the product of two vectors is their
// similarity in [-1, 1], near 0 for texts that have nothing to do with each
// other. Vectors of different depths approximate each other.
//
// A text without pieces (empty, or spaces alone) has the zero vector. Any string
// will do: invalid UTF-8 reads as U+FFFD, a space. Of a long text the first [MaxBytes]
// and [MaxPieces] are read, in windows.
//
// The error wraps [ErrDepth].
func (m *Model) Encode(dst []float32, text string, depth int) ([]float32, error) {
	return m.EncodeBatch(dst, []string{text}, depth)
}

// EncodeBatch appends to dst the vectors of all texts, one after the other: the
// same values as from [Model.Encode], in less time for short texts.
func (m *Model) EncodeBatch(dst []float32, texts []string, depth int) ([]float32, error) {
	e, err := m.exit(depth)
	if err != nil {
		return dst, err
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	h := &sc.hidden
	for len(texts) > 0 {
		h.reset(m)
		n := 0
		for n < len(texts) && len(h.rows) < batchRows {
			m.add(sc, h, texts[n], depth)
			n++
		}
		if depth > 0 {
			m.stack.run(sc, h, depth)
		}
		for i := range n {
			dst = m.vector(sc, e, dst, h, i)
		}
		texts = texts[n:]
	}
	return dst, nil
}

// batchRows is how many rows a batch takes before it runs: enough to use every
// weight often, few enough to stay in the cache.
const batchRows = 128

func (m *Model) vector(sc *scratch, e *exit, dst []float32, h *Hidden, i int) []float32 {
	sc.mean = grow(sc.mean, m.dim)
	h.mean(sc.mean, i)
	n := len(dst)
	dst = slices.Grow(dst, m.dim)[:n+m.dim]
	e.vector(sc, m.path, dst[n:], sc.mean)
	return dst
}

// Hidden sets h to the hidden states of texts after depth layers, 1 to
// [Model.Layers]. At depth 0 it leaves the piece vectors that depth 0 is the mean
// of; no stack goes on from those.
//
// The error wraps [ErrDepth].
func (m *Model) Hidden(h *Hidden, depth int, texts ...string) error {
	if depth < 0 || depth > m.Layers() || depth == 0 && m.bag == nil {
		return fmt.Errorf("encoder: hidden states of depth %d: %w", depth, ErrDepth)
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	h.reset(m)
	for _, text := range texts {
		m.add(sc, h, text, depth)
	}
	if depth > 0 {
		m.stack.run(sc, h, depth)
	}
	return nil
}

// Advance takes h, of a depth from 1, on to a deeper one by the model's own
// layers: a host that needs a vector of depth 6 and then perhaps the full one
// computes no layer twice.
//
// The error wraps [ErrDepth].
func (m *Model) Advance(h *Hidden, depth int) error {
	if h.depth < 1 || depth < h.depth || depth > m.Layers() || h.dim != m.dim {
		return fmt.Errorf("encoder: hidden states of depth %d to depth %d: %w", h.depth, depth, ErrDepth)
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	m.stack.run(sc, h, depth)
	return nil
}

// Vector appends to dst the vector of text i of h: what [Model.Encode] gives for
// that text at h's depth.
//
// The error wraps [ErrDepth].
func (m *Model) Vector(dst []float32, h *Hidden, i int) ([]float32, error) {
	e, err := m.exit(h.depth)
	if err != nil {
		return dst, err
	}
	sc := m.pool.get()
	defer m.pool.put(sc)
	return m.vector(sc, e, dst, h, i), nil
}
