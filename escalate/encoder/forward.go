package encoder

import (
	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// tile is how many rows go through the feed-forward part at a time: it bounds
// scratch memory, and changes nothing in the result.
const tile = 64

// run takes h from its depth to another by the layers of s.
func (s *Stack) run(sc *scratch, h *Hidden, depth int) {
	for h.depth < depth {
		s.layer(sc, h, &s.layers[h.depth-s.first])
		h.depth++
	}
}

func (s *Stack) layer(sc *scratch, h *Hidden, l *layer) {
	p, dim, n := s.path, s.dim, len(h.rows)
	sc.qkv = grow(sc.qkv, n*3*dim)
	sc.context = grow(sc.context, n*dim)
	for lo := 0; lo < n; lo += tile {
		hi := min(lo+tile, n)
		s.multiply(sc, l.qkv, h.x[lo*dim:hi*dim], hi-lo)
		for r := lo; r < hi; r++ {
			p.Scale(sc.qkv[r*3*dim:][:3*dim], sc.sums[(r-lo)*3*dim:], l.qkv, sc.in.Scale[r-lo])
		}
	}
	for _, w := range h.windows {
		s.attend(sc, w.lo, w.hi)
	}
	for lo := 0; lo < n; lo += tile {
		hi := min(lo+tile, n)
		x := h.x[lo*dim : hi*dim]
		s.multiply(sc, l.out, sc.context[lo*dim:hi*dim], hi-lo)
		s.addNorm(sc, x, l.out, l.norm1)
		s.multiply(sc, l.up, x, hi-lo)
		sc.inner = grow(sc.inner, (hi-lo)*s.inner)
		for r := range hi - lo {
			p.ScaleGELU(sc.inner[r*s.inner:][:s.inner], sc.sums[r*s.inner:], l.up, sc.in.Scale[r])
		}
		s.multiply(sc, l.down, sc.inner, hi-lo)
		s.addNorm(sc, x, l.down, l.norm2)
	}
}

// multiply quantises rows of x and leaves their product with m in sc.sums.
func (s *Stack) multiply(sc *scratch, m *kernel.Matrix, x []float32, rows int) {
	sc.in.Resize(s.path, rows, m.Inputs)
	for r := range rows {
		s.path.Quantise(&sc.in, r, x[r*m.Inputs:][:m.Inputs])
	}
	sc.sums = grow(sc.sums, rows*m.Outputs)
	s.path.Mul(m, &sc.in, sc.sums)
}

// addNorm adds the product in sc.sums to x and normalises its rows.
func (s *Stack) addNorm(sc *scratch, x []float32, m *kernel.Matrix, n norm) {
	for r := range sc.in.Rows {
		row := x[r*s.dim:][:s.dim]
		s.path.AddScaled(row, sc.sums[r*s.dim:], m, sc.in.Scale[r])
		s.path.Norm(row, n.gain, n.bias, s.epsilon)
	}
}

// attend computes the attention of the rows of one window over each other.
func (s *Stack) attend(sc *scratch, lo, hi int) {
	const scale = 0.17677669529663687 // 1/sqrt(kernel.Head)
	n, dim := hi-lo, s.dim
	padded := (n + kernel.Lane - 1) &^ (kernel.Lane - 1)
	sc.keys = grow(sc.keys, kernel.Head*padded)
	sc.scores = grow(sc.scores, padded)
	qkv := sc.qkv[lo*3*dim:]
	for head := 0; head < dim; head += kernel.Head {
		transpose(sc.keys, qkv[dim+head:], n, padded, 3*dim)
		for r := range n {
			s.path.Attend(sc.context[(lo+r)*dim+head:], qkv[r*3*dim+head:], sc.keys, qkv[2*dim+head:], sc.scores, n, padded, 3*dim, scale)
		}
	}
}

// transpose lays n keys out as rows of one dimension each, padded with zeros.
func transpose(keys, from []float32, n, padded, stride int) {
	for i := range n {
		k := from[i*stride:][:kernel.Head]
		for e, v := range k {
			keys[e*padded+i] = v
		}
	}
	for e := range kernel.Head {
		clear(keys[e*padded+n : (e+1)*padded])
	}
}
