package classify

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/text"
)

// TextExample is a labelled text; its fields are those of [Example].
type TextExample struct {
	Text   string   `json:"text"`
	Labels []string `json:"labels"`
	Known  []string `json:"known,omitempty"`
	Weight float64  `json:"weight,omitempty"`
	Group  string   `json:"group,omitempty"`
}

// A TextModel tells labels apart in texts of any language that the encoder
// knows, whatever language its examples were in. It is immutable and safe for
// concurrent use.
type TextModel struct {
	encoder *encoder.Model
	depth   int
	model   *Model
}

// textScale suits vectors of 384 values and length 1; see Config.Scale.
const textScale = 20

// TrainTexts learns a model of the vectors that enc gives at depth, with the
// labels of the examples in alphabetic order. About ten examples a label and as
// many texts with none of the labels - some that look like it and are not - are
// a start. It takes as long as encoding the texts does, and a little more.
//
// The error names the example at fault, or wraps [encoder.ErrDepth].
func TrainTexts(enc *encoder.Model, depth int, examples []TextExample) (*TextModel, error) {
	c, rows, err := EmbedTexts(enc, depth, examples)
	if err != nil {
		return nil, err
	}
	m, err := Train(c, rows)
	if err != nil {
		return nil, err
	}
	return NewTextModel(enc, depth, m)
}

// EmbedTexts returns what TrainTexts gives to [Train], to change it before, or
// to learn by it what [Unseen] says. The error wraps [encoder.ErrDepth].
func EmbedTexts(enc *encoder.Model, depth int, examples []TextExample) (Config, []Example, error) {
	c := Config{Dim: enc.Dim(), Scale: textScale}
	rows := make([]Example, len(examples))
	for i, e := range examples {
		v, err := enc.Encode(nil, e.Text, depth)
		if err != nil {
			return c, nil, fmt.Errorf("classify: %w", err)
		}
		rows[i] = Example{Input: Input{Vector: v}, Labels: e.Labels, Known: e.Known, Weight: e.Weight, Group: e.Group}
		c.Labels = append(c.Labels, e.Labels...)
	}
	slices.Sort(c.Labels)
	c.Labels = slices.Compact(c.Labels)
	return c, rows, nil
}

// NewTextModel returns a model of texts made of a model of vectors alone, such
// as one trained with a Config of one's own.
//
// The error names what the model takes that texts do not give, or wraps
// [encoder.ErrDepth].
func NewTextModel(enc *encoder.Model, depth int, m *Model) (*TextModel, error) {
	if c := m.Config(); c.Dim != enc.Dim() || c.Buckets > 0 || len(c.Groups) > 0 {
		return nil, fmt.Errorf("classify: model of a vector of %d values, %d buckets and %d phrase groups, want a vector of %d alone", c.Dim, c.Buckets, len(c.Groups), enc.Dim())
	}
	if !slices.Contains(enc.Depths(), depth) {
		return nil, fmt.Errorf("classify: depth %d, the encoder has %v: %w", depth, enc.Depths(), encoder.ErrDepth)
	}
	return &TextModel{enc, depth, m}, nil
}

// Model returns the model of vectors, to use with vectors that are there
// already.
func (m *TextModel) Model() *Model { return m.model }

// Depth returns the depth of the encoder's vectors.
func (m *TextModel) Depth() int { return m.depth }

// Labels returns the labels in the order of Score and Find. The slice is the
// caller's.
func (m *TextModel) Labels() []string {
	if m.model == nil {
		return nil
	}
	return m.model.Labels()
}

// Score appends the probability of each label of a text to dst. Any string will
// do; of a long one the encoder reads the beginning ([encoder.MaxBytes]). An
// error means that the model is the zero TextModel.
func (m *TextModel) Score(dst []float64, s string) ([]float64, error) {
	if m.model == nil {
		return dst, errZero
	}
	v, err := m.encoder.Encode(nil, s, m.depth)
	if err != nil {
		return dst, fmt.Errorf("classify: %w", err)
	}
	return m.model.Score(dst, &Input{Vector: v}), nil
}

var errZero = errors.New("classify: the zero TextModel has not learnt anything")

// Finding is what a model says of one label of a text.
type Finding struct {
	Label string
	// Score is the probability of the label, in [0, 1].
	Score float64
	// Start and End are the bytes of the text, half-open and on rune
	// boundaries, that add most to it; both are 0 where nothing does.
	Start, End int
}

// Find returns what the model says of each label, with the words behind it. It
// costs little more than Score. Errors are those of Score.
func (m *TextModel) Find(s string) ([]Finding, error) {
	if m.model == nil {
		return nil, errZero
	}
	return m.find(text.New(s), 0)
}

// find explains labels from a score on.
func (m *TextModel) find(t *text.Text, explained float64) ([]Finding, error) {
	var h encoder.Hidden
	if err := m.encoder.Hidden(&h, m.depth, t.Raw()); err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	v, err := m.encoder.Vector(nil, &h, 0)
	if err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	in := Input{Text: t, Vector: v}
	out := make([]Finding, 0, len(m.model.config.Labels))
	var pieces []encoder.Contribution
	var parts []Contribution
	for k, s := range m.model.Score(nil, &in) {
		f := Finding{Label: m.model.config.Labels[k], Score: s}
		if s >= explained {
			head, err := m.encoder.Head(m.depth, m.model.VectorSlopes(&in, k))
			if err != nil {
				return nil, fmt.Errorf("classify: %w", err)
			}
			if pieces, _, err = m.encoder.Explain(pieces[:0], &h, 0, head); err != nil {
				return nil, fmt.Errorf("classify: %w", err)
			}
			parts = parts[:0]
			for _, p := range pieces {
				parts = append(parts, Contribution{p.Start, p.End, float64(p.Value)})
			}
			if start, end, ok := m.model.Explain(&in, k, parts); ok {
				f.Start, f.End = start, end
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// textMagic starts the bytes of a TextModel: the depth as a varint, the mark of
// the encoder, the bytes of the model, and a checksum of all.
const textMagic = "classify-texts1\n"

// mark tells encoders apart by the vector of a text, whose bits are the same on
// every machine.
func mark(enc *encoder.Model, depth int) (uint32, error) {
	v, err := enc.Encode(nil, "A text in one encoder's vectors: ein Text, một văn bản, 文章.", depth)
	if err != nil {
		return 0, fmt.Errorf("classify: %w", err)
	}
	sum := crc32.NewIEEE()
	var b [4]byte
	for _, x := range v {
		binary.LittleEndian.PutUint32(b[:], math.Float32bits(x))
		sum.Write(b[:])
	}
	return sum.Sum32(), nil
}

// MarshalBinary implements [encoding.BinaryMarshaler]. The encoder is not in it:
// see [LoadTexts].
func (m *TextModel) MarshalBinary() ([]byte, error) {
	if m.model == nil {
		return nil, errZero
	}
	b, err := m.model.MarshalBinary()
	if err != nil {
		return nil, err
	}
	is, err := mark(m.encoder, m.depth)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint([]byte(textMagic), uint64(m.depth))
	out = binary.LittleEndian.AppendUint32(out, is)
	return seal(append(out, b...)), nil
}

// LoadTexts returns the model in b, as [TextModel.MarshalBinary] wrote it, with
// the encoder whose vectors it learnt. It keeps nothing of b.
//
// The error wraps [ErrModel], also where the encoder's weights are not those it
// learnt from, or [encoder.ErrDepth] where it has not the model's depth.
func LoadTexts(enc *encoder.Model, b []byte) (*TextModel, error) {
	rest, err := unseal(b, textMagic)
	if err != nil {
		return nil, err
	}
	depth, n := binary.Uvarint(rest)
	if n <= 0 || depth > 1<<10 || len(rest) < n+4 {
		return nil, errModel("no depth and encoder")
	}
	m, err := Load(rest[n+4:])
	if err != nil {
		return nil, err
	}
	out, err := NewTextModel(enc, int(depth), m)
	if err != nil {
		return nil, err
	}
	is, err := mark(enc, int(depth))
	if err != nil {
		return nil, err
	}
	if is != binary.LittleEndian.Uint32(rest[n:]) {
		return nil, errModel("learnt from another encoder")
	}
	return out, nil
}
