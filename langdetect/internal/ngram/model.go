package ngram

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// MaxLabels bounds the labels of a model: an entry gives nine bits to one.
const MaxLabels = 512

const (
	bucketBits = 16
	magic      = "LID3"
)

// Label is what a model tells apart: a language in one script.
type Label struct {
	// Code is ISO 639-3.
	Code string
	// Roman is set where the language is written in Latin letters although it
	// has another script of its own (romanised Hindi, pinyin).
	Roman bool
}

// Model is a table of weights: for each hashed n-gram the labels that it
// speaks for, and how much. It is immutable and safe for concurrent use.
type Model struct {
	Labels []Label
	// Bias is added to a label's score; Hit is the share of n-grams of a text
	// in the label's language that the table knows for the label, measured on
	// texts that the table was not made from.
	Bias, Hit []float32
	// Step is the size of one unit of weight.
	Step float32
	// Temp multiplies the logits before the softmax, so that of the texts
	// called a language with 0.8 about four in five are in it.
	Temp float32
	// Head tells served from badly served languages.
	Head *Head

	index []byte // 1<<bucketBits + 1 offsets in table, 4 bytes each
	table []byte
}

// ErrFormat is returned for bytes that are no model.
var ErrFormat = errors.New("ngram: not a model")

// Parse returns the model in b, which it keeps and never modifies. It copies
// nothing of the table.
func Parse(b []byte) (*Model, error) {
	r := reader{b: b}
	if string(r.take(4)) != magic {
		return nil, ErrFormat
	}
	m := &Model{Step: r.float(), Temp: r.float()}
	names := strings.Split(string(r.take(int(r.u32()))), " ")
	if len(names) > MaxLabels {
		return nil, fmt.Errorf("ngram: model: %d labels, at most %d", len(names), MaxLabels)
	}
	for _, n := range names {
		code, roman := strings.CutSuffix(n, "-Latn")
		m.Labels = append(m.Labels, Label{Code: code, Roman: roman})
	}
	m.Bias, m.Hit = r.floats(len(names)), r.floats(len(names))
	m.Head = newHead(r.floats(headSize))
	m.index = r.take(4 * (1<<bucketBits + 1))
	m.table = r.b
	if r.bad || len(m.table) != int(m.at(1<<bucketBits)) {
		return nil, ErrFormat
	}
	return m, nil
}

func (m *Model) at(i uint64) uint32 { return binary.LittleEndian.Uint32(m.index[i*4:]) }

// entry is a weight in a compact form: label in the low nine bits, weight with
// an offset in the seven above.
func entry(label, weight int) uint16 { return uint16(label) | uint16(weight+64)<<9 }

// Find returns the entries of feature h, two bytes each; none if unknown.
func (m *Model) Find(h uint64) []byte {
	b := h >> (64 - bucketBits)
	p, end := int(m.at(b)), int(m.at(b+1))
	if p == end {
		return nil
	}
	t := m.table[p:end]
	n := int(t[0])
	lo, hi := byte(h>>16), byte(h>>24)
	at := 1 + 3*n
	for i := range n {
		f := t[1+3*i : 4+3*i : 4+3*i]
		if f[0] == lo && f[1] == hi {
			return t[at : at+2*int(f[2])]
		}
		at += 2 * int(f[2])
	}
	return nil
}

// Feature is a feature with its weights, for Append.
type Feature struct {
	Hash    uint64
	Labels  []int
	Weights []int8 // in steps, -64 to 63
}

// Append appends the model with features, sorted by hash, to b. It panics on
// features that the format cannot hold; only the training command calls it.
func (m *Model) Append(b []byte, features []Feature) []byte {
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Step))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Temp))
	names := make([]string, len(m.Labels))
	for i, l := range m.Labels {
		names[i] = l.Code
		if l.Roman {
			names[i] += "-Latn"
		}
	}
	all := strings.Join(names, " ")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	b = append(b, all...)
	for _, fs := range [][]float32{m.Bias, m.Hit, m.Head.w} {
		for _, f := range fs {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
	}
	var index, table []byte
	i := 0
	for bucket := range uint64(1 << bucketBits) {
		index = binary.LittleEndian.AppendUint32(index, uint32(len(table)))
		j := i
		for j < len(features) && features[j].Hash>>(64-bucketBits) == bucket {
			j++
		}
		if j == i {
			continue
		}
		if j-i > 255 {
			panic("ngram: bucket too full")
		}
		table = append(table, byte(j-i))
		for _, f := range features[i:j] {
			table = append(table, byte(f.Hash>>16), byte(f.Hash>>24), byte(len(f.Labels)))
		}
		for _, f := range features[i:j] {
			for k, l := range f.Labels {
				table = binary.LittleEndian.AppendUint16(table, entry(l, int(f.Weights[k])))
			}
		}
		i = j
	}
	index = binary.LittleEndian.AppendUint32(index, uint32(len(table)))
	return append(append(b, index...), table...)
}

type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return make([]byte, max(0, min(n, 1<<20)))
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) u32() uint32 {
	b := r.take(4)
	return binary.LittleEndian.Uint32(b)
}

func (r *reader) float() float32 { return math.Float32frombits(r.u32()) }

func (r *reader) floats(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = r.float()
	}
	return out
}
