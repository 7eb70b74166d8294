package encoder_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

// container reads and writes the files of the recipe's container.py.
type container map[string][]byte

func readContainer(data string) container {
	c := container{}
	b := []byte(data)
	for i := range int(binary.LittleEndian.Uint32(b[4:])) {
		e := b[8+32*i:]
		at, n := binary.LittleEndian.Uint64(e[16:]), binary.LittleEndian.Uint64(e[24:])
		c[strings.TrimRight(string(e[:16]), "\x00")] = b[at : at+n]
	}
	return c
}

func (c container) String() string {
	var names []string
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	out := binary.LittleEndian.AppendUint32([]byte("ENC1"), uint32(len(names)))
	at := uint64(8 + 32*len(names))
	var body []byte
	for _, name := range names {
		out = append(out, name+strings.Repeat("\x00", 16-len(name))...)
		out = binary.LittleEndian.AppendUint64(out, at+uint64(len(body)))
		out = binary.LittleEndian.AppendUint64(out, uint64(len(c[name])))
		body = append(body, c[name]...)
	}
	return string(append(out, body...))
}

// upper cuts the layers from first on out of the general model.
func upper(first int) container {
	all := readContainer(layers.Data())
	c := container{"meta": slices.Clone(all["meta"])}
	binary.LittleEndian.PutUint32(c["meta"][20:], uint32(first))
	for name, v := range all {
		var n int
		if _, err := fmt.Sscanf(name, "%d.", &n); err == nil && n >= first {
			c[name] = v
		}
	}
	return c
}

// A stack of the general upper layers ends where the model does, and leaves the
// shared states as they were.
func TestStack(t *testing.T) {
	m := model(t)
	s, err := m.LoadStack(upper(6).String())
	require.NoError(t, err)
	assert.Equal(t, 6, s.First())
	assert.Equal(t, 12, s.Last())
	texts := []string{"I want my money back", "", "Ich möchte einen Menschen sprechen"}
	var shared, a, b encoder.Hidden
	require.NoError(t, m.Hidden(&shared, 6, texts...))
	middle := shared.Mean(nil, 0)
	require.NoError(t, s.Finish(&a, &shared))
	require.NoError(t, s.Finish(&b, &shared))
	assert.Equal(t, middle, shared.Mean(nil, 0))
	require.NoError(t, m.Advance(&shared, 12))
	for i := range texts {
		assert.Equal(t, shared.Mean(nil, i), a.Mean(nil, i))
		assert.Equal(t, shared.Mean(nil, i), b.Mean(nil, i))
	}
	assert.ErrorIs(t, s.Finish(&a, &shared), encoder.ErrDepth)
	require.NoError(t, m.Hidden(&shared, 6, texts...))
	require.NoError(t, s.Finish(&shared, &shared))
	assert.Equal(t, a.Mean(nil, 2), shared.Mean(nil, 2))
}

// Weights in 8 bits give what the same weights in 4 bits are unpacked to.
func TestStackInEightBits(t *testing.T) {
	c := upper(10)
	for n := 10; n < 12; n++ {
		for name, inputs := range map[string]int{"qkv": 384, "out": 384, "up": 384, "down": 1536} {
			name := fmt.Sprintf("%d.%s", n, name)
			c[name+".w8"], c[name+".scale"] = eight(t, c[name+".w4"], inputs)
			delete(c, name+".w4")
		}
	}
	m := model(t)
	s, err := m.LoadStack(c.String())
	require.NoError(t, err)
	var h, full encoder.Hidden
	require.NoError(t, m.Hidden(&h, 10, "I want my money back"))
	require.NoError(t, s.Finish(&full, &h))
	require.NoError(t, m.Advance(&h, 12))
	assert.Equal(t, h.Mean(nil, 0), full.Mean(nil, 0))
}

// eight is rows of int8 and a scale for each of rows of 4-bit blocks.
func eight(t *testing.T, blocks []byte, inputs int) (rows, scales []byte) {
	m := kernel.NewMatrix(len(blocks)/18*32/inputs, inputs)
	require.True(t, kernel.Portable.Unpack(m, string(blocks)))
	for o := range m.Outputs {
		scales = binary.LittleEndian.AppendUint32(scales, math.Float32bits(m.Scale[o]))
		for k := range inputs {
			rows = append(rows, byte(m.Weights[m.Row(o)+k/4*64+k%4]))
		}
	}
	return rows, scales
}

func TestBrokenStacks(t *testing.T) {
	m := model(t)
	for name, tt := range map[string]struct {
		change func(c container)
		want   string
	}{
		"layer missing": {func(c container) { delete(c, "11.up.w4") }, `encoder: data: section "11.up.scale" has 0 bytes, want 6144`},
		"section short": {func(c container) { c["10.qkv.b"] = c["10.qkv.b"][4:] }, `encoder: data: section "10.qkv.b" has 4604 bytes, want 4608`},
		"version":       {func(c container) { c["meta"][0] = 9 }, "encoder: data: version 9, want 1"},
		"no layers":     {func(c container) { c["meta"][24] = 10 }, "encoder: data: layers 10 to 10"},
		"other width":   {func(c container) { c["meta"][4] = 0 }, "encoder: data: width 256, inner width 1536, 12 heads: not supported"},
		"bias not a number": {func(c container) {
			c["10.out.b"] = slices.Clone(c["10.out.b"])
			binary.LittleEndian.PutUint32(c["10.out.b"], 0x7FC00000)
		}, `encoder: data: section "10.out.b": value 0 is not finite`},
		"scale infinite": {func(c container) {
			c["10.out.w4"] = slices.Clone(c["10.out.w4"])
			c["10.out.w4"][1] = 0x7C
			c["10.out.w4"][0] = 0
		}, `encoder: data: section "10.out.w4": scale that is not finite`},
	} {
		t.Run(name, func(t *testing.T) {
			c := upper(10)
			tt.change(c)
			_, err := m.LoadStack(c.String())
			assert.EqualError(t, err, tt.want)
		})
	}
}
