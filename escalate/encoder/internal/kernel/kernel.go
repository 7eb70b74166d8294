// Package kernel holds the arithmetic of the encoder: int8 matrix products,
// and the float steps between them, each once in plain Go and once in assembly
// for each processor it knows.
//
// Every path gives the same bytes. The products are sums of integers, which no
// order changes. The float steps are single-precision operations in an order
// that is written down in generic.go: element by element without fused
// multiply-add (a product is wrapped in float32(), which forbids the compiler
// to fuse it), and sums in eight lanes that are then added up as a tree.
//
// Lengths are multiples of [Lane] unless a function says otherwise. The
// assembly trusts its callers: sizes are checked where matrices are loaded.
package kernel

const (
	// Lane is the number of floats that the float steps work on at a time.
	Lane = 8

	// Block is the number of outputs that lie together in a packed matrix.
	Block = 16

	// Group is the number of inputs that lie together in a packed matrix.
	Group = 4

	// Head is the width of an attention head.
	Head = 32
)

// A Path is a set of instructions to compute with. The zero value is plain Go,
// which every processor runs.
type Path int

const (
	Portable Path = iota
	AVX2          // amd64 with AVX2
	VNNI          // amd64 with AVX2 and the 512-bit VPDPBUSD
	NEON          // arm64
	Dot           // arm64 with the SDOT instruction
)

func (p Path) String() string {
	switch p {
	case AVX2:
		return "avx2"
	case VNNI:
		return "vnni"
	case NEON:
		return "neon"
	case Dot:
		return "dot"
	}
	return "portable"
}

// Best is the fastest path that this processor has.
func Best() Path {
	all := Paths()
	return all[len(all)-1]
}

// A Matrix is an int8 matrix of Outputs rows and Inputs columns with a scale
// and a bias for each row. Outputs is a multiple of Block, Inputs of Lane*4.
//
// Weights are packed: for each block of 16 outputs, for each group of four
// inputs, 16 outputs of four weights each.
type Matrix struct {
	Outputs, Inputs int
	Weights         []int8
	Scale, Bias     []float32

	// Offset is -128 times the sum of each row, for products with inputs that
	// are stored with 128 added.
	Offset []int32
}

// NewMatrix returns a matrix of zeros.
func NewMatrix(outputs, inputs int) *Matrix {
	return &Matrix{
		Outputs: outputs, Inputs: inputs,
		Weights: make([]int8, outputs*inputs),
		Scale:   make([]float32, outputs),
		Bias:    make([]float32, outputs),
		Offset:  make([]int32, outputs),
	}
}

// Row returns where in Weights the first group of a row lies; the row's other
// groups follow at every Block*Group bytes.
func (m *Matrix) Row(output int) int {
	return output/Block*Block*m.Inputs + output%Block*Group
}

// Inputs are rows of activations in int8, each with its scale. Their form in
// memory belongs to the path that wrote them.
type Inputs struct {
	Rows, Cols int
	Scale      []float32
	narrow     []int8
	wide       []int16
}

// Resize makes room for rows of cols activations and forgets those there.
func (in *Inputs) Resize(p Path, rows, cols int) {
	in.Rows, in.Cols = rows, cols
	in.Scale = grow(in.Scale, rows)
	if p == AVX2 {
		in.wide = grow(in.wide, rows*cols)
	} else {
		in.narrow = grow(in.narrow, rows*cols)
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// SetOffset computes Offset from Weights.
func (m *Matrix) SetOffset() {
	for o := range m.Outputs {
		var sum int32
		for g := 0; g < m.Inputs; g += Group {
			for _, w := range m.Weights[m.Row(o)+g*Block:][:Group] {
				sum += int32(w)
			}
		}
		m.Offset[o] = -128 * sum
	}
}
