package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

func chat(t *testing.T) []record {
	t.Helper()
	paths, err := filepath.Glob("data/chat/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	rs, err := load(paths, shareAlike)
	require.NoError(t, err)
	return rs
}

// TestTrainIsDeterministic makes a small model twice, from the messages of
// data/chat, and checks that it names what it was made from.
func TestTrainIsDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("trains twice")
	}
	*quiet = true
	rs := chat(t)
	m, fs := train(rs, nil, 300_000, 2)
	first := m.Append(nil, fs)
	m, fs = train(rs, nil, 300_000, 2)
	require.Equal(t, first, m.Append(nil, fs))
	parsed, err := ngram.Parse(first)
	require.NoError(t, err)
	right, total := 0, 0
	var p [ngram.MaxLabels]float32
	for _, r := range rs {
		s, n := judge(parsed, r.text)
		if n == 0 {
			continue
		}
		total++
		if name(parsed.Labels[parsed.Posterior(s, &p)]) == r.label {
			right++
		}
	}
	assert.Greater(t, float64(right)/float64(total), 0.5, "of 47 labels, from a few dozen messages each")
}

func TestWithoutLeavesLabelsOut(t *testing.T) {
	*quiet = true
	m, _ := train(chat(t), []string{"tur"}, 50_000, 1)
	for _, l := range m.Labels {
		assert.NotEqual(t, "tur", l.Code)
	}
}

func TestShareAlikeSourcesAreRefused(t *testing.T) {
	for _, s := range []string{"NusaX-train", "xSID-0.7-valid", "UD_Turkish_German-SAGT"} {
		assert.True(t, hasPrefix(s, shareAlike), s)
	}
	assert.False(t, hasPrefix("UDHR", shareAlike), "the declaration is free")
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{"Đơn hàng của tôi": "don hang cua toi", "żółw": "zolw", "ığdır": "igdir", "Straße": "Strasse"} {
		assert.Equal(t, want, plain(in))
	}
}
