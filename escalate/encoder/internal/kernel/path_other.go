//go:build !amd64 && !arm64

package kernel

// Paths lists the paths that this processor has.
func Paths() []Path { return []Path{Portable} }

// Quantise makes a row of in from x.
func (p Path) Quantise(in *Inputs, row int, x []float32) { quantiseRow(in, row, x) }

// Mul sets out to the product of each row of in with m, m.Outputs to a row.
func (p Path) Mul(m *Matrix, in *Inputs, out []int32) { mulGeneric(m, in, out) }

// Scale makes dst the floats that a product's outputs stand for; by is the
// scale of its row of inputs.
func (p Path) Scale(dst []float32, sums []int32, m *Matrix, by float32) {
	scaleGeneric(dst, sums, m.Scale, m.Bias, by)
}

// ScaleGELU is Scale and then GELU.
func (p Path) ScaleGELU(dst []float32, sums []int32, m *Matrix, by float32) {
	scaleGELUGeneric(dst, sums, m.Scale, m.Bias, by)
}

// AddScaled adds to dst what Scale would make it.
func (p Path) AddScaled(dst []float32, sums []int32, m *Matrix, by float32) {
	addScaledGeneric(dst, sums, m.Scale, m.Bias, by)
}

// Norm makes x its layer norm.
func (p Path) Norm(x, gain, bias []float32, epsilon float32) { normGeneric(x, gain, bias, epsilon) }

// Attend sets out to the attention of one query of one head over n keys; see
// attendGeneric for how they lie.
func (p Path) Attend(out, query, keys, values, scores []float32, n, padded, stride int, scale float32) {
	attendGeneric(out, query, keys, values, scores, n, padded, stride, scale)
}

// AddPiece adds a piece vector to x; see addPieceGeneric.
func (p Path) AddPiece(x []float32, blocks string) { addPieceGeneric(x, blocks) }

// AddWeighted adds weight times x to dst.
func (p Path) AddWeighted(dst, x []float32, weight float32) { addWeightedGeneric(dst, x, weight) }

func (p Path) unpackRow(dst []int8, row string, steps []float32) int32 {
	return unpackRowGeneric(dst, row, steps)
}
