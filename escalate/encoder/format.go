package encoder

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
)

// formatVersion is the version of both data files that this code reads.
const formatVersion = 1

// sections are the named parts of a data file: "ENC1", the number of sections,
// and for each 16 bytes of name, offset and length; all little endian. What a
// section holds is used in place.
type sections map[string]string

func readSections(data string) (sections, error) {
	if len(data) < 8 || data[:4] != "ENC1" {
		return nil, fmt.Errorf("encoder: data: no ENC1 header")
	}
	n := int(u32(data, 1))
	if n > 4096 || len(data) < 8+32*n {
		return nil, fmt.Errorf("encoder: data: table of %d sections cut short", n)
	}
	s := make(sections, n)
	for i := range n {
		e := data[8+32*i:][:32]
		name := strings.TrimRight(e[:16], "\x00")
		at, size := u64(e[16:]), u64(e[24:])
		if at > uint64(len(data)) || size > uint64(len(data))-at {
			return nil, fmt.Errorf("encoder: data: section %q outside the file", name)
		}
		s[name] = data[at : at+size]
	}
	return s, nil
}

// sized returns a section that must have exactly size bytes.
func (s sections) sized(name string, size int) (string, error) {
	v, ok := s[name]
	if !ok || len(v) != size {
		return "", fmt.Errorf("encoder: data: section %q has %d bytes, want %d", name, len(v), size)
	}
	return v, nil
}

// floats decodes a section of n finite float32.
func (s sections) floats(name string, n int) ([]float32, error) {
	v, err := s.sized(name, 4*n)
	if err != nil {
		return nil, err
	}
	f := make([]float32, n)
	for i := range f {
		f[i] = f32(v, i)
		if math.IsNaN(float64(f[i])) || math.IsInf(float64(f[i]), 0) {
			return nil, fmt.Errorf("encoder: data: section %q: value %d is not finite", name, i)
		}
	}
	return f, nil
}

// matrix decodes a matrix from NAME.w4 (blocks of 4 bits, as in the source) or
// NAME.w8 (int8 rows) with NAME.scale, and its bias from NAME.b if there is one.
func (s sections) matrix(path kernel.Path, name string, outputs, inputs int) (*kernel.Matrix, error) {
	m := kernel.NewMatrix(outputs, inputs)
	var err error
	if _, ok := s[name+".b"]; ok {
		if m.Bias, err = s.floats(name+".b", outputs); err != nil {
			return nil, err
		}
	}
	if _, ok := s[name+".w4"]; ok {
		blocks, err := s.sized(name+".w4", outputs*inputs/32*18)
		if err != nil {
			return nil, err
		}
		if !path.Unpack(m, blocks) {
			return nil, fmt.Errorf("encoder: data: section %q: scale that is not finite", name+".w4")
		}
		return m, nil
	}
	if m.Scale, err = s.floats(name+".scale", outputs); err != nil {
		return nil, err
	}
	rows, err := s.sized(name+".w8", outputs*inputs)
	if err != nil {
		return nil, err
	}
	if strings.IndexByte(rows, 0x80) >= 0 {
		return nil, fmt.Errorf("encoder: data: section %q: weight -128", name+".w8")
	}
	m.Pack(rows)
	return m, nil
}

func u32(s string, i int) uint32 {
	b := s[4*i : 4*i+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func u64(s string) uint64 { return binary.LittleEndian.Uint64([]byte(s[:8])) }

func f32(s string, i int) float32 { return math.Float32frombits(u32(s, i)) }

func f16(s string, i int) float32 {
	b := s[2*i : 2*i+2]
	return kernel.Half(uint16(b[0]) | uint16(b[1])<<8)
}
