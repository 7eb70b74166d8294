package encoder_test

import (
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
)

func encode(t testing.TB, m *encoder.Model, text string, depth int) []float32 {
	v, err := m.Encode(nil, text, depth)
	require.NoError(t, err)
	return v
}

func TestPieceSpans(t *testing.T) {
	m := model(t)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"hello  world", []string{"hell", "o", "world"}},
		{"\t xin\nchào ", []string{"xin", "ch", "ào", " "}},
		{"a\xffb", []string{"a", "b"}}, // U+FFFD is a space to the teacher's map
		{"", nil},
		{"   ", nil},
	} {
		var got []string
		for _, p := range m.Pieces(nil, tt.text) {
			got = append(got, tt.text[p.Start:p.End])
		}
		assert.Equal(t, strings.Join(tt.want, ""), strings.Join(got, ""), "%q", tt.text)
		if tt.want == nil {
			assert.Empty(t, got)
		}
	}
}

func TestSpecialPiecesAreText(t *testing.T) {
	for _, p := range model(t).Pieces(nil, "<s> </s> <pad> <unk> <mask>") {
		assert.Greater(t, p.ID, 3)
	}
}

func TestBatch(t *testing.T) {
	m := model(t)
	var texts []string
	for _, g := range goldens(t) {
		texts = append(texts, g.Text, "")
	}
	for _, d := range m.Depths() {
		got, err := m.EncodeBatch([]float32{7}, texts, d)
		require.NoError(t, err)
		want := []float32{7}
		for _, text := range texts {
			want = append(want, encode(t, m, text, d)...)
		}
		require.Equal(t, want, got)
	}
}

func TestUnknownDepth(t *testing.T) {
	m := model(t)
	for _, d := range []int{-1, 1, 7, 13} {
		_, err := m.Encode(nil, "a", d)
		assert.ErrorIs(t, err, encoder.ErrDepth)
	}
	var h encoder.Hidden
	assert.ErrorIs(t, m.Hidden(&h, 13, "a"), encoder.ErrDepth)
	assert.ErrorIs(t, m.Hidden(&h, -1, "a"), encoder.ErrDepth)
	require.NoError(t, m.Hidden(&h, 7, "a"))
	_, err := m.Vector(nil, &h, 0)
	assert.ErrorIs(t, err, encoder.ErrDepth)
	assert.ErrorIs(t, m.Advance(&h, 3), encoder.ErrDepth)
	assert.EqualError(t, m.Advance(&h, 13), "encoder: hidden states of depth 7 to depth 13: no such depth")
}

func TestPiecesAlone(t *testing.T) {
	light, err := pieces.Model()
	require.NoError(t, err)
	assert.Equal(t, []int{0}, light.Depths())
	assert.Equal(t, 0, light.Layers())
	const text = "I want a refund"
	assert.Equal(t, encode(t, model(t), text, 0), encode(t, light, text, 0))
	_, err = light.Encode(nil, text, 12)
	assert.ErrorIs(t, err, encoder.ErrDepth)
}

func TestHidden(t *testing.T) {
	m := model(t)
	texts := []string{"I want a refund", "", "Tôi muốn gặp nhân viên"}
	var h encoder.Hidden
	require.NoError(t, m.Hidden(&h, 6, texts...))
	assert.Equal(t, 6, h.Depth())
	assert.Equal(t, 3, h.Texts())
	assert.Equal(t, 0, h.Pieces(1))
	for _, d := range []int{6, 12} {
		require.NoError(t, m.Advance(&h, d))
		for i, text := range texts {
			v, err := m.Vector(nil, &h, i)
			require.NoError(t, err)
			assert.Equal(t, encode(t, m, text, d), v)
		}
	}
}

func TestExplain(t *testing.T) {
	m := model(t)
	const text = "thanks but I want to TALK to a human, không phải bot!"
	weights := make([]float32, m.Dim())
	for i := range weights {
		weights[i] = float32(math.Sin(float64(i)))
	}
	_, err := m.Head(7, weights)
	assert.ErrorIs(t, err, encoder.ErrDepth)
	_, err = m.Head(0, weights[1:])
	assert.Error(t, err)
	shallow, err := m.Head(0, weights)
	require.NoError(t, err)
	var deep encoder.Hidden
	require.NoError(t, m.Hidden(&deep, 12, text))
	_, _, err = m.Explain(nil, &deep, 0, shallow)
	assert.ErrorIs(t, err, encoder.ErrDepth)
	for _, d := range m.Depths() {
		var h encoder.Hidden
		require.NoError(t, m.Hidden(&h, d, text))
		v, err := m.Vector(nil, &h, 0)
		require.NoError(t, err)
		var want float64
		for i := range v {
			want += float64(v[i]) * float64(weights[i])
		}
		head, err := m.Head(d, weights)
		require.NoError(t, err)
		parts, rest, err := m.Explain(nil, &h, 0, head)
		require.NoError(t, err)
		got := float64(rest)
		at := 0
		for _, p := range parts {
			got += float64(p.Value)
			assert.GreaterOrEqual(t, p.Start, at)
			assert.LessOrEqual(t, p.End, len(text))
			at = p.End
		}
		assert.Equal(t, len(m.Pieces(nil, text)), len(parts))
		assert.InDelta(t, want, got, 1e-3, "depth %d", d)

		parts, rest = h.Contributions(nil, 0, weights)
		want, got = 0, float64(rest)
		for i, x := range h.Mean(nil, 0) {
			want += float64(x) * float64(weights[i])
		}
		for _, p := range parts {
			got += float64(p.Value)
		}
		assert.InDelta(t, want, got, 1e-3)
	}
}

// A text longer than a window takes several; past MaxPieces nothing counts.
func TestLongTexts(t *testing.T) {
	m := model(t)
	var h encoder.Hidden
	require.NoError(t, m.Hidden(&h, 1, strings.Repeat(" refund", 600)))
	assert.Equal(t, 603+4, h.Pieces(0), "two windows with two marks each")
	long := strings.Repeat("refund ", encoder.MaxPieces)
	require.NoError(t, m.Hidden(&h, 1, long))
	assert.Equal(t, encoder.MaxPieces+8, h.Pieces(0))
	a := h.Mean(nil, 0)
	require.NoError(t, m.Hidden(&h, 1, long+"never"))
	assert.Equal(t, a, h.Mean(nil, 0))
	assert.Equal(t, encode(t, m, long, 0), encode(t, m, long+" never", 0))
}

func TestBadInput(t *testing.T) {
	m := model(t)
	zero := make([]float32, m.Dim())
	for name, text := range map[string]string{
		"invalid":         "\xff\xfe\xf0\x28\x8c\x28 refund \xc3",
		"nul":             "a\x00b\x00",
		"one character":   strings.Repeat("a", 5<<20),
		"one letter":      strings.Repeat("ọ", 1<<20),
		"spaces":          strings.Repeat(" ", 5<<20),
		"unknown scripts": "𒀀𒀁𒀂 ᚠᚢᚦ 𓀀 \U0010FFFF",
		"expanding":       strings.Repeat("ﷺ", 1<<16),
		"emoji":           strings.Repeat("👩‍👩‍👧‍👦", 1000),
		"control":         "\u200b\u202e\x07\x1b[0m",
	} {
		t.Run(name, func(t *testing.T) {
			var h encoder.Hidden
			require.NoError(t, m.Hidden(&h, 1, text))
			assert.LessOrEqual(t, h.Pieces(0), encoder.MaxPieces+8)
			v := encode(t, m, text, 0)
			if h.Pieces(0) == 0 {
				assert.Equal(t, zero, v)
				return
			}
			assert.InDelta(t, 1, cosine(v, v), 1e-5)
		})
	}
	assert.Equal(t, zero, encode(t, m, "", 12))
	assert.Equal(t, zero, encode(t, m, " \t\n", 12))
}

func TestConcurrentUse(t *testing.T) {
	m := model(t)
	all := goldens(t)[:6]
	want := make([][]float32, len(all))
	for i, g := range all {
		want[i] = encode(t, m, g.Text, 6)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, g := range all {
				v, err := m.Encode(nil, g.Text, 6)
				assert.NoError(t, err)
				assert.Equal(t, want[i], v)
			}
		})
	}
	wg.Wait()
}

func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools")
	}
	m := model(t)
	const text = "I have asked three times, please let me talk to a person."
	dst := make([]float32, 0, m.Dim())
	var h encoder.Hidden
	for _, d := range m.Depths() {
		got := testing.AllocsPerRun(20, func() {
			dst, _ = m.Encode(dst[:0], text, d)
			_ = m.Hidden(&h, d, text)
		})
		assert.Zero(t, got, "depth %d", d)
	}
}

// Whatever happens to the data, New gives an error or a model, and no panic.
func TestBrokenData(t *testing.T) {
	for _, data := range []string{"", "ENC1", "ENC1\xff\xff\xff\xff", pieces.Data()[:1000], layers.Data()} {
		_, err := encoder.New(data)
		assert.Error(t, err)
	}
	_, err := encoder.New(pieces.Data(), encoder.Layers(pieces.Data()))
	assert.EqualError(t, err, `encoder: data: section "meta" has 28 bytes, want 32`)
	_, err = encoder.New(pieces.Data(), encoder.Layers(layers.Data()[:len(layers.Data())/2]))
	assert.ErrorContains(t, err, "outside the file")
	m := model(t)
	_, err = m.LoadStack("nothing")
	assert.EqualError(t, err, "encoder: data: no ENC1 header")
}

func FuzzEncode(f *testing.F) {
	for _, g := range goldens(f) {
		f.Add(g.Text)
	}
	f.Add("\xff\x00<s>▁ ﷺ")
	m := model(f)
	plain, err := encoder.New(pieces.Data(), encoder.Portable())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, p := range m.Pieces(nil, text) {
			require.LessOrEqual(t, p.Start, p.End)
			require.LessOrEqual(t, at, p.End)
			require.LessOrEqual(t, p.End, len(text))
			if utf8.ValidString(text) {
				require.True(t, utf8.ValidString(text[p.Start:p.End]))
			}
			at = p.Start
		}
		v := encode(t, m, text, 0)
		require.Equal(t, v, encode(t, plain, text, 0))
		if n := cosine(v, v); len(m.Pieces(nil, text)) > 0 {
			require.InDelta(t, 1, n, 1e-4)
		}
		if len(text) < 200 {
			var h encoder.Hidden
			require.NoError(t, m.Hidden(&h, 1, text))
			require.NoError(t, m.Advance(&h, 2))
			for _, x := range h.Mean(nil, 0) {
				require.False(t, math.IsNaN(float64(x)))
			}
		}
	})
}
