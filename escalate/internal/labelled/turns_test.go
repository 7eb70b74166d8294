package labelled_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
)

func TestTurns(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	write("a.jsonl", `{"id":"a-1","turns":[{"text":"hi"},{"text":"get me a person"},{"text":"ok"}]}`+"\n")
	labels := write("turns.tsv", "# head\na-1#2\t-\na-1#1\thuman,frustration\na-1#0\t?\n")

	ms, err := labelled.Turns(labels, dir)
	require.NoError(t, err)
	require.Len(t, ms, 2, "a doubtful turn is left out")
	assert.Equal(t, "get me a person", ms[0].Text, "in the order of the conversation")
	assert.Equal(t, []string{string(escalate.RequestHuman), string(escalate.EmotionFrustration)}, ms[0].Labels)
	assert.Empty(t, ms[1].Labels)

	for name, text := range map[string]string{
		"no number": "a-1\t-\n", "no such turn": "a-1#9\t-\n", "no such conversation": "b-1#0\t-\n", "unknown label": "a-1#0\tagent\n",
	} {
		_, err := labelled.Turns(write("bad.tsv", text), dir)
		assert.Error(t, err, name)
	}
}
