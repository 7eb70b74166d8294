package ngram

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func words(s string) (out []string) {
	var t Text
	t.Reset(s)
	for _, w := range t.Words {
		out = append(out, string(t.Runes[w.From:w.To]))
	}
	return out
}

func TestResetKeepsWhatCarriesLanguage(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"Where's my ORDER?", []string{"where's", "my", "order"}},
		{"see https://example.com/a?b=c or www.x.org now", []string{"see", "or", "now"}},
		{"mail me@example.com @support example.com file.pdf ok", []string{"mail", "ok"}},
		{"12345 #A1B2 INV-2024-01 10:30 x=10 {a} a_b", nil},
		{"ana 3ayez a7med 8elw", []string{"ana", "3ayez", "a7med", "8elw"}},
		{"sooooo", []string{"soo"}},
		{"İstanbul", []string{"istanbul"}},
		{"注文orderです", []string{"注文", "order", "です"}},
		{"l’ami ‘quoted’", []string{"l'ami", "quoted"}},
		{"\xff\xfe ab\xffcd", []string{"ab", "cd"}},
		{"", nil},
	} {
		assert.Equal(t, tt.want, words(tt.in), "%q", tt.in)
	}
}

func TestResetBoundsAndOffsets(t *testing.T) {
	s := strings.Repeat("Đơn hàng, của tôi! ", 500)
	var x Text
	x.Reset(s)
	require.NotEmpty(t, x.Words)
	assert.LessOrEqual(t, len(x.Runes), MaxRunes+20)
	for _, w := range x.Words {
		got := strings.ToLower(s[w.Start:w.End])
		assert.Equal(t, got, string(x.Runes[w.From:w.To]))
		assert.True(t, utf8.ValidString(got))
	}
	assert.Equal(t, Latn, x.MainScript())
}

func TestBlocksAreSorted(t *testing.T) {
	for i, b := range blocks {
		assert.LessOrEqual(t, b.lo, b.hi)
		if i > 0 {
			assert.Less(t, blocks[i-1].hi, b.lo, "%x", b.lo)
		}
	}
	for r, want := range map[rune]Script{'a': Latn, 'ß': Latn, '×': Zyyy, 'ơ': Latn, 'ж': Cyrl, 'ک': Arab, '٣': Zyyy, 'ह': Deva, 'ন': Beng,
		'好': Hani, 'あ': Hira, 'カ': Kana, '한': Hang, 'ก': Thai, 'ລ': Laoo, 'ខ': Khmr, 'አ': Ethi, 'ᱚ': Olck, '!': Zyyy, '😀': Zyyy, 'ב': Hebr} {
		assert.Equal(t, want, ScriptOf(r), "%c", r)
	}
}

// TestModelRoundTrip writes a small table and finds everything in it again.
func TestModelRoundTrip(t *testing.T) {
	m := &Model{Labels: []Label{{Code: "aaa"}, {Code: "hin", Roman: true}, {Code: "ccc"}}, Step: 0.5, Temp: 1.5,
		Bias: []float32{1, 2, 3}, Hit: []float32{.1, .2, .3}, Head: NewHead(make([]float32, HeadSize))}
	fs := []Feature{{Hash: 5, Labels: []int{0}, Weights: []int8{-64}}, {Hash: 1 << 52, Labels: []int{1, 2}, Weights: []int8{63, -1}},
		{Hash: 1<<52 | 1<<20, Labels: []int{2}, Weights: []int8{7}}}
	b := m.Append(nil, fs)
	got, err := Parse(b)
	require.NoError(t, err)
	assert.Equal(t, m.Labels, got.Labels)
	assert.Equal(t, m.Bias, got.Bias)
	assert.Equal(t, m.Hit, got.Hit)
	assert.Equal(t, m.Temp, got.Temp)
	for _, f := range fs {
		es := got.Find(f.Hash)
		require.Len(t, es, 2*len(f.Labels))
		for i, l := range f.Labels {
			e := uint16(es[2*i]) | uint16(es[2*i+1])<<8
			assert.Equal(t, entry(l, int(f.Weights[i])), e)
		}
	}
	assert.Nil(t, got.Find(6<<16))
	assert.Nil(t, got.Find(99<<50))
	for n := 0; n < len(b); n += 1 + n/40 {
		_, err := Parse(b[:n])
		require.Error(t, err, "cut at %d", n)
	}
}
