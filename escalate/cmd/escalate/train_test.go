package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

const labelledTexts = `{"id":"1","text":"I want to cancel my subscription","labels":["acme.cancel"]}
{"text":"please stop my plan","labels":["acme.cancel"]}
{"text":"how do I unsubscribe","labels":["acme.cancel"]}
{"text":"end my contract","labels":["acme.cancel"]}
{"text":"I'd like to quit my membership","labels":["acme.cancel"]}
{"text":"close my account for good","labels":["acme.cancel"]}
{"text":"where is my parcel","labels":[],"lang":"en"}
{"text":"what does the large plan cost","labels":[]}
{"text":"hello","labels":[]}
{"text":"how do I change my address","labels":[]}
{"text":"the app crashes all the time","labels":[]}
{"text":"thank you very much","labels":[]}
`

func TestTrainCommand(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": labelledTexts})
	out, again := filepath.Join(dir, "a.model"), filepath.Join(dir, "b.model")
	status, said, errs := escalateWith(t, "", "train", "-depth", "6", "-out", out, filepath.Join(dir, "a.jsonl"))
	require.Equal(t, 0, status, errs)
	assert.True(t, strings.HasPrefix(said, out+": 12 examples, depth 6, "), said)
	assert.Regexp(t, `acme.cancel: of 6 found [4-6] when not learnt, and [01] more that are none`, said)

	status, _, errs = escalateWith(t, labelledTexts, "train", "-depth", "6", "-out", again)
	require.Equal(t, 0, status, errs)
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	b2, err := os.ReadFile(again)
	require.NoError(t, err)
	assert.Equal(t, b, b2, "from standard input")

	enc, err := layers.Model()
	require.NoError(t, err)
	m, err := classify.LoadTexts(enc, b)
	require.NoError(t, err)
	assert.Equal(t, 6, m.Depth())
	fs, err := m.Find("Ich möchte mein Abo kündigen")
	require.NoError(t, err)
	require.Len(t, fs, 1)
	assert.Equal(t, "acme.cancel", fs[0].Label)
	assert.Greater(t, fs[0].Score, 0.5)
}

func TestTrainCommandRefuses(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a.model")
	for _, tt := range []struct{ in, want string }{
		{labelledTexts + "not json\n" + `{"text":"a"}` + "\n", `{"line":14,"error":"text or labels are missing"}`},
		{labelledTexts + `{"labels":[]}`, `{"line":13,"error":"text or labels are missing"}`},
		{`{"text":"a","labels":["x"]}`, `label "x": no example is known to be without it`},
		{"", "classify: 0 labels"},
		{labelledTexts + `{"text":"a","labels":[],"known":["y"]}`, `classify: example 12: unknown label "y"`},
	} {
		status, _, errs := escalateWith(t, tt.in, "train", "-depth", "0", "-out", out)
		assert.Equal(t, 1, status, tt.want)
		assert.Contains(t, errs, tt.want)
		assert.NoFileExists(t, out)
	}
	status, _, errs := escalateWith(t, labelledTexts, "train", "-depth", "5", "-out", out)
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "no such depth")
}
