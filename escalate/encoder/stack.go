package encoder

import (
	"fmt"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// A Stack is a run of layers that turns the hidden states after one layer into
// those after a later one. It is immutable and safe for concurrent use.
//
// The general model's own layers are a Stack inside [Model]; others are loaded
// with [LoadStack], such as upper layers that were tuned for one task and go on
// from the general lower ones.
type Stack struct {
	first, last int
	dim, inner  int
	epsilon     float32
	layers      []layer
	exits       map[int]*exit
	path        kernel.Path
	pool        *pool
}

type layer struct {
	qkv, out, up, down *kernel.Matrix
	norm1, norm2       norm
}

type norm struct{ gain, bias []float32 }

// LoadStack reads layers from a file in the format of the recipe (container.py;
// weights in 4 or 8 bits). It keeps nothing of data but what it decoded. The
// stack computes with the instructions of the model m, which it is to follow,
// and shares its scratch.
//
// An error says what in the file is wrong.
func (m *Model) LoadStack(data string) (*Stack, error) {
	s, err := loadStack(data, m.path)
	if err != nil {
		return nil, err
	}
	if s.dim != m.dim {
		return nil, fmt.Errorf("encoder: stack: width %d, the model has %d", s.dim, m.dim)
	}
	s.pool = m.pool
	return s, nil
}

func loadStack(data string, path kernel.Path) (*Stack, error) {
	sec, err := readSections(data)
	if err != nil {
		return nil, err
	}
	meta, err := sec.sized("meta", 32)
	if err != nil {
		return nil, err
	}
	if v := u32(meta, 0); v != formatVersion {
		return nil, fmt.Errorf("encoder: data: version %d, want %d", v, formatVersion)
	}
	s := &Stack{
		dim: int(u32(meta, 1)), inner: int(u32(meta, 2)),
		first: int(u32(meta, 5)), last: int(u32(meta, 6)),
		epsilon: f32(meta, 7), path: path, exits: map[int]*exit{},
	}
	heads := int(u32(meta, 3))
	if s.dim != heads*kernel.Head || s.dim < 32 || s.dim > 1024 || s.inner%32 != 0 || s.inner < 32 || s.inner > 2048 {
		return nil, fmt.Errorf("encoder: data: width %d, inner width %d, %d heads: not supported", s.dim, s.inner, heads)
	}
	if s.first < 0 || s.last <= s.first || s.last > 64 || !(s.epsilon >= 0) {
		return nil, fmt.Errorf("encoder: data: layers %d to %d", s.first, s.last)
	}
	for n := s.first; n < s.last; n++ {
		l, err := loadLayer(sec, path, n, s.dim, s.inner)
		if err != nil {
			return nil, err
		}
		s.layers = append(s.layers, l)
	}
	for depth := s.first + 1; depth <= s.last; depth++ {
		e, err := loadExit(sec, depth, s.dim)
		if err != nil {
			return nil, err
		}
		if e != nil {
			s.exits[depth] = e
		}
	}
	return s, nil
}

func loadLayer(sec sections, path kernel.Path, n, dim, inner int) (layer, error) {
	var l layer
	var err error
	at := func(name string) string { return fmt.Sprintf("%d.%s", n, name) }
	for _, m := range []struct {
		to              **kernel.Matrix
		name            string
		outputs, inputs int
	}{
		{&l.qkv, "qkv", 3 * dim, dim},
		{&l.out, "out", dim, dim},
		{&l.up, "up", inner, dim},
		{&l.down, "down", dim, inner},
	} {
		if *m.to, err = sec.matrix(path, at(m.name), m.outputs, m.inputs); err != nil {
			return l, err
		}
	}
	if l.norm1, err = loadNorm(sec, at("norm1"), dim); err != nil {
		return l, err
	}
	l.norm2, err = loadNorm(sec, at("norm2"), dim)
	return l, err
}

func loadNorm(sec sections, name string, dim int) (n norm, err error) {
	if n.gain, err = sec.floats(name+".gain", dim); err != nil {
		return n, err
	}
	n.bias, err = sec.floats(name+".bias", dim)
	return n, err
}

// First returns the layer that a hidden state must have passed for this stack to
// go on from it.
func (s *Stack) First() int { return s.first }

// Last returns the depth that the stack ends at.
func (s *Stack) Last() int { return s.last }

// Finish runs the stack over the hidden states in from, which are of depth
// First, and leaves those of depth Last in to. from stays as it is, so that
// several stacks can go on from it, unless to is from.
//
// The error wraps [ErrDepth] if from has another depth or width.
func (s *Stack) Finish(to, from *Hidden) error {
	if from.depth != s.first || from.dim != s.dim || s.first == 0 {
		return fmt.Errorf("encoder: stack from layer %d on hidden states of depth %d, width %d: %w", s.first, from.depth, from.dim, ErrDepth)
	}
	if to != from {
		to.copy(from)
	}
	sc := s.pool.get()
	s.run(sc, to, s.last)
	s.pool.put(sc)
	return nil
}
