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
// # Cost
//
// 30.8 MB of data in the binary (18.1 without layers), 42 MB resident after use (72
// after a text of the greatest length), 30 ms to the first vector. A message of
// 70 bytes in English, Vietnamese, Chinese or Thai (13 to 22 pieces), on one core
// of an AMD EPYC with Zen 4:
//
//	depth   VNNI          AVX2          plain Go     teacher's C engine, one thread
//	0       9 µs          11 µs         0.2 ms
//	6       1.0 to 1.7 ms 2.1 to 4.4 ms 41 to 67 ms
//	12      2.3 to 4.1 ms 4.9 to 8.4 ms 82 to 132 ms 15 to 24 ms
//
// (BenchmarkEncode/LANG/DEPTH, recipe/speed.py.)
//
// # Quality
//
// Against the teacher, over 67,726 texts in 24 languages, as means of languages:
// cosine 0.998, centred 0.989; what a linear probe on the teacher's vectors
// reaches, one on these keeps (recipe/measure.py):
//
//	                                        teacher  12     6      0
//	BANKING77, accuracy                     0.915    0.914  0.864  0.847
//	CLINC150, accuracy                      0.972    0.972  0.956  0.931
//	BRIGHTER, ten languages, macro-F1       0.544    0.545  0.539  0.500
//	16 signals, other writers' messages in
//	other languages, macro-F1               0.634    0.626  0.562  0.347
//	16 signals, ten English examples each,
//	asked in Vietnamese, macro-F1           0.471    0.462  0.434  0.298
//	nearest English paragraph of the
//	UDHR is the teacher's choice            1        0.956  0.782  0.281
//
// Character n-grams reach 0.251 in the fourth row, and 0.205 in the fifth with all
// the batches in other languages to learn from.
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
