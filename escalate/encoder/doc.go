// Package encoder turns texts in 24 languages and their neighbours into vectors
// of 384 values that are near each other where the texts mean alike, whatever
// words and language they use. It is multilingual-e5-small, a transformer of 12
// layers, in pure Go: no cgo, no network, no goroutine, nothing to install.
//
//	m, err := layers.Model()           // all depths; pieces.Model() for depth 0 alone
//	v, err := m.Encode(nil, text, 12)  // 384 values of length 1, centred
//
// # Depths
//
// A vector costs what its depth costs; [Model.Depths] lists them.
//
//	0   the mean of the piece vectors through a learnt linear map: microseconds
//	6   the mean after six layers through a learnt linear map: half the time of 12
//	12  the mean after all layers
//
// The maps were fitted by ridge regression to the vectors of depth 12, so vectors
// of different depths can be compared. Depth 6 comes free on the way to 12:
// [Model.Hidden] at 6, [Model.Vector], and [Model.Advance] only if it is needed.
//
// The vectors are what `escalate embed -depth N` prints: the mean of the hidden
// states, divided by its length, less the centre of texts in 24 languages (or
// mapped to that), divided by its length again. Centred, unrelated texts are
// near 0; the model's own cosines lie between 0.7 and 1.
//
// # Heads and further layers
//
// A linear head on a vector is a sum over the pieces of the text, which
// [Model.Explain] gives with their byte spans; a head on a plain mean likewise
// with [Hidden.Contributions].
//
// Several tasks share the general lower layers: [Model.Hidden] computes them once,
// and stacks of tuned upper layers, loaded with [Model.LoadStack], each go on from
// there by [Stack.Finish]. The file of a stack is one of recipe/container.py:
//
//	meta           uint32 version 1, width, inner width, heads, positions, first
//	               and last layer, float32 epsilon
//	N.qkv.w4       for each layer N from first to before last: rows of 4-bit blocks,
//	               or N.qkv.w8 (int8 rows, none -128) with N.qkv.scale (float32 a row)
//	N.qkv.b        bias, float32; likewise N.out, N.up and N.down
//	N.norm1.gain   float32, and .bias; likewise N.norm2
//	exit12.bias    optional exits, see recipe/export.py
//
// # Same bytes
//
// A text has the same vector, to the last bit, on every processor: with AVX2,
// with AVX-512 VNNI, with NEON, in plain Go, alone or in a batch. Products are
// of integers (weights of 8 bits, unpacked from the source's 4; activations of 8
// bits, with a scale for each piece), and every float step has one order and no
// fused multiply-add. testdata/digests.txt holds all to it.
//
// # Bounds
//
// Of a text the first 65,536 bytes ([MaxBytes]) and 2,040 pieces ([MaxPieces]) are
// read, in windows of 510 pieces whose means are averaged; the time is linear in
// the pieces. Any string is accepted. A text without pieces has the zero vector.
//
// # What it is not
//
// Vectors say what a text is about and how it is said; they do not compare
// numbers, names or negation well. Whether a customer wants a person is for a
// head learnt on top to say, not for a similarity to one phrase.
//
// # Provenance
//
// The model is MIT, the data that the maps were fitted on is named in NOTICE, and
// recipe/README.md has every figure with the command that gives it.
package encoder
