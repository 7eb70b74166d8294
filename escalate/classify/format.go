package classify

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// magic starts the bytes of a model, with the version of the layout: the length
// of the header, the header as JSON, weights as float32, n-gram weights as
// int8, and the IEEE CRC-32 of all before it; numbers little-endian.
const magic = "classify2\n"

type header struct {
	Config Config    `json:"config"`
	Platt  []platt   `json:"platt"`
	Scale  []float32 `json:"scale"`
	Bias   []float32 `json:"bias"`
}

// floats are the weights in full, in the order of the file.
func (q *quantized) floats() []*[]float32 {
	return []*[]float32{&q.dense, &q.hidden.in, &q.hidden.bias, &q.hidden.out}
}

// sizes are their lengths.
func (c *Config) sizes() [4]int {
	return [4]int{c.width() * len(c.Labels), c.width() * c.Hidden, c.Hidden, c.Hidden * len(c.Labels)}
}

// MarshalBinary implements [encoding.BinaryMarshaler].
func (m *Model) MarshalBinary() ([]byte, error) {
	h, err := json.Marshal(header{m.config, m.platt, m.learnt.scale, m.learnt.bias})
	if err != nil {
		return nil, fmt.Errorf("classify: %w", err)
	}
	b := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(h)))
	b = append(b, h...)
	for _, s := range m.learnt.floats() {
		for _, w := range *s {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w))
		}
	}
	for _, w := range m.learnt.grams {
		b = append(b, byte(w))
	}
	return seal(b), nil
}

func seal(b []byte) []byte { return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)) }

// ErrModel is wrapped by the error for bytes that are no model, damaged, or of
// another version.
var ErrModel = errors.New("the bytes are no model, or damaged, or of another version")

func errModel(problem string) error { return fmt.Errorf("classify: model: %s: %w", problem, ErrModel) }

// Load returns the model in b, as MarshalBinary wrote it, and keeps nothing of
// b. The error wraps [ErrModel].
func Load(b []byte) (*Model, error) {
	m := new(Model)
	if err := m.UnmarshalBinary(b); err != nil {
		return nil, err
	}
	return m, nil
}

// UnmarshalBinary implements [encoding.BinaryUnmarshaler]; see [Load]. After an
// error m is as it was.
func (m *Model) UnmarshalBinary(b []byte) error {
	rest, err := unseal(b, magic)
	if err != nil {
		return err
	}
	if len(rest) < 4 {
		return errModel("no header")
	}
	n := binary.LittleEndian.Uint32(rest)
	if rest = rest[4:]; uint64(n) > uint64(len(rest)) {
		return errModel("the header is cut off")
	}
	var h header
	dec := json.NewDecoder(bytes.NewReader(rest[:n]))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&h); err != nil {
		return errModel(err.Error())
	}
	if err := h.Config.check(); err != nil {
		return fmt.Errorf("%w: %w", errModel("header"), err)
	}
	labels := len(h.Config.Labels)
	if len(h.Platt) != labels || len(h.Scale) != labels || len(h.Bias) != labels {
		return errModel("the header is not of so many labels")
	}
	out := Model{config: h.Config, platt: h.Platt, learnt: quantized{scale: h.Scale, bias: h.Bias}}
	if err := out.learnt.read(rest[n:], &h.Config); err != nil {
		return err
	}
	*m = out
	return nil
}

// unseal returns what stands between the magic and the checksum.
func unseal(b []byte, magic string) ([]byte, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, errModel(fmt.Sprintf("does not begin with %q", magic))
	}
	if len(rest) < 4 || crc32.ChecksumIEEE(b[:len(b)-4]) != binary.LittleEndian.Uint32(b[len(b)-4:]) {
		return nil, errModel("wrong checksum")
	}
	return rest[:len(rest)-4], nil
}

func (q *quantized) read(b []byte, c *Config) error {
	want := c.Buckets * len(c.Labels)
	for _, n := range c.sizes() {
		want += 4 * n
	}
	if len(b) != want {
		return errModel(fmt.Sprintf("%d bytes of weights, want %d", len(b), want))
	}
	sizes := c.sizes()
	for i, s := range q.floats() {
		if sizes[i] == 0 {
			continue
		}
		*s = make([]float32, sizes[i])
		for j := range *s {
			w := math.Float32frombits(binary.LittleEndian.Uint32(b[4*j:]))
			if !(math.Abs(float64(w)) <= math.MaxFloat32) { // NaN too
				return errModel("a weight is not finite")
			}
			(*s)[j] = w
		}
		b = b[4*sizes[i]:]
	}
	q.grams = make([]int8, len(b))
	for i, w := range b {
		q.grams[i] = int8(w)
	}
	return nil
}
