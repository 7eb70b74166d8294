package encoder

import (
	"fmt"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// vectors are the piece vectors. The most frequent pieces come first, in the
// teacher's own 4 bits; the others are coded in 2 bits a value, four values to a
// byte that picks them from a book.
type vectors struct {
	dim   int
	fine  int
	words string // a row of 4-bit blocks for each of the first pieces
	codes string // dim/4 bytes for each of the others
	scale string // a half-precision float for each of the others
	book  []float32
}

func loadVectors(sec sections, n, dim int) (v vectors, err error) {
	v.dim, v.words, v.codes = dim, sec["words"], sec["codes"]
	v.fine = len(v.words) / v.size()
	if v.fine > n || len(v.words)%v.size() != 0 || len(v.codes) != (n-v.fine)*dim/4 {
		return v, fmt.Errorf("encoder: data: vectors of %d and %d bytes for %d pieces", len(v.words), len(v.codes), n)
	}
	if v.scale, err = sec.sized("code.scale", 2*(n-v.fine)); err != nil {
		return v, err
	}
	book, err := sec.sized("code.book", dim*256*2)
	if err != nil {
		return v, err
	}
	v.book = make([]float32, dim*256)
	for i := range v.book {
		v.book[i] = f16(book, i)
	}
	return v, nil
}

func (v *vectors) size() int { return v.dim / 32 * 18 }

// add adds the vector of a piece to x.
func (v *vectors) add(p kernel.Path, x []float32, id int32) {
	i := int(id)
	if i < v.fine {
		p.AddPiece(x, v.words[i*v.size():][:v.size()])
		return
	}
	i -= v.fine
	kernel.AddCoded(x, v.codes[i*v.dim/4:][:v.dim/4], v.book, f16(v.scale, i))
}
