package classify

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Model tells labels apart. It is immutable and safe for concurrent use.
type Model struct {
	config Config
	learnt quantized
	platt  []platt
}

// quantized are the weights as they ship: n-grams in 8 bits with a scale a
// label, the few dense ones in full.
type quantized struct {
	grams []int8
	scale []float32
	dense []float32
	bias  []float32
}

func (l *learnt) quantize() quantized {
	q := quantized{grams: make([]int8, len(l.grams)), scale: make([]float32, l.labels), dense: l.dense, bias: l.bias}
	for k := range q.scale {
		top := float32(0)
		for i := k; i < len(l.grams); i += l.labels {
			top = max(top, float32(math.Abs(float64(l.grams[i]))))
		}
		q.scale[k] = top / 127
		for i := k; i < len(l.grams) && top > 0; i += l.labels {
			q.grams[i] = int8(math.RoundToEven(float64(l.grams[i] / q.scale[k])))
		}
	}
	return q
}

// Labels returns the labels in the order of Score. The slice is the caller's.
func (m *Model) Labels() []string { return slices.Clone(m.config.Labels) }

// Config returns what the model is made of. Read only.
func (m *Model) Config() Config { return m.config }

// Score appends the probability of each label to dst. The same input gives the
// same values on every machine.
func (m *Model) Score(dst []float64, in *Input) []float64 {
	at := len(dst)
	dst = m.Logits(dst, in)
	for k := range m.platt {
		dst[at+k] = m.platt[k].apply(dst[at+k])
	}
	return dst
}

// Logits appends the logit of each label, before calibration, to dst: what
// another model takes as features.
func (m *Model) Logits(dst []float64, in *Input) []float64 {
	n := len(m.config.Labels)
	q := &m.learnt
	var sums [256]int32
	count := 0
	if m.config.Buckets > 0 && in.Text != nil {
		var buf [512]gram
		gs := grams(buf[:0], in.Text, m.config.Buckets)
		count = len(gs)
		for _, g := range gs {
			for k, w := range q.grams[int(g.bucket)*n : int(g.bucket)*n+n] {
				sums[k] += int32(w)
			}
		}
	}
	value := gramValue(count)
	var buf [512]float32
	dense := m.config.dense(buf[:0], in)
	at := len(dst)
	for k := range n {
		dst = append(dst, float64(q.bias[k])+float64(float64(sums[k])*float64(q.scale[k])*float64(value)))
	}
	for i, x := range dense {
		if x == 0 {
			continue
		}
		for k, w := range q.dense[i*n : i*n+n] {
			dst[at+k] += float64(float64(w) * float64(x)) // the conversion keeps the compiler from fusing
		}
	}
	return dst
}

// magic starts the bytes of a model, with the version of the layout.
const magic = "classify1\n"

type header struct {
	Config Config    `json:"config"`
	Platt  []platt   `json:"platt"`
	Scale  []float32 `json:"scale"`
	Bias   []float32 `json:"bias"`
}

// MarshalBinary implements [encoding.BinaryMarshaler].
func (m *Model) MarshalBinary() ([]byte, error) {
	h, err := json.Marshal(header{m.config, m.platt, m.learnt.scale, m.learnt.bias})
	if err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	var b bytes.Buffer
	b.WriteString(magic)
	var n [4]byte
	binary.LittleEndian.PutUint32(n[:], uint32(len(h)))
	b.Write(n[:])
	b.Write(h)
	for _, w := range m.learnt.dense {
		binary.LittleEndian.PutUint32(n[:], math.Float32bits(w))
		b.Write(n[:])
	}
	for _, w := range m.learnt.grams {
		b.WriteByte(byte(w))
	}
	return b.Bytes(), nil
}

var errModel = errors.New("classify: the bytes are no model, or one of another version")

// UnmarshalBinary implements [encoding.BinaryUnmarshaler]. The model keeps
// nothing of b.
func (m *Model) UnmarshalBinary(b []byte) error {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok || len(rest) < 4 {
		return errModel
	}
	n := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if n < 0 || n > len(rest) {
		return errModel
	}
	var h header
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return fmt.Errorf("%w: %w", errModel, err)
	}
	if err := h.Config.check(); err != nil {
		return fmt.Errorf("%w: %w", errModel, err)
	}
	rest = rest[n:]
	labels := len(h.Config.Labels)
	dense := h.Config.width() * labels
	grams := h.Config.Buckets * labels
	if len(rest) != 4*dense+grams || len(h.Platt) != labels || len(h.Scale) != labels || len(h.Bias) != labels {
		return errModel
	}
	out := Model{config: h.Config, platt: h.Platt, learnt: quantized{scale: h.Scale, bias: h.Bias, dense: make([]float32, dense), grams: make([]int8, grams)}}
	for i := range out.learnt.dense {
		out.learnt.dense[i] = math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
	}
	for i, w := range rest[4*dense:] {
		out.learnt.grams[i] = int8(w)
	}
	*m = out
	return nil
}

// Load returns the model in b.
func Load(b []byte) (*Model, error) {
	m := new(Model)
	return m, m.UnmarshalBinary(b)
}
