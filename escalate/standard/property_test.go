package standard_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// transcripts are the conversations of testdata, those of testdata/chats too.
func transcripts(t testing.TB) map[string]escalate.Transcript {
	t.Helper()
	out := map[string]escalate.Transcript{}
	root := os.DirFS("testdata")
	for _, pattern := range []string{"*.chat", "chats/*/*.chat"} {
		names, err := fs.Glob(root, pattern)
		require.NoError(t, err)
		few := 5
		if testing.Short() {
			few = 20
		}
		for i := range names { // every so many-th of the many
			if len(names) > 50 && i%few != 0 {
				names[i] = ""
			}
		}
		names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
		for _, n := range names {
			data, err := fs.ReadFile(root, n)
			require.NoError(t, err)
			c, err := escalatetest.ParseChat(n, data)
			require.NoError(t, err)
			out[n] = c.Transcript
		}
	}
	require.NotEmpty(t, out)
	return out
}

// A polite, ordinary turn raises nothing by itself: whatever went before, the
// action is not higher than it was.
func TestPoliteTurnsRaiseNothing(t *testing.T) {
	polite := map[string]string{"en": "ok, thank you", "vi": "dạ em cảm ơn ạ", "de": "alles klar, danke", "ja": "わかりました、ありがとうございます",
		"es": "vale, gracias", "ar": "تمام شكرا", "fr": "d'accord, merci", "ko": "네 감사합니다", "zh": "好的，谢谢", "ru": "хорошо, спасибо"}
	for name, e := range engines(t) {
		for chat, tr := range transcripts(t) {
			parts := strings.Split(chat, ".")
			lang, _, _ := strings.Cut(parts[len(parts)-2], "-")
			thanks, ok := polite[lang]
			if !ok {
				thanks = polite["en"]
				tr.BotLanguages = nil // an English word in another language's conversation is not what is asked here
			}
			before, err := e.Evaluate(t.Context(), tr)
			require.NoError(t, err)
			tr.Turns = append(slices.Clone(tr.Turns), escalate.Turn{Role: escalate.Customer, Text: thanks})
			after, err := e.Evaluate(t.Context(), tr)
			require.NoError(t, err)
			last := tr.Turns[len(tr.Turns)-2]
			if last.Role != escalate.Customer {
				continue // what the bot said last may be due now
			}
			assert.LessOrEqual(t, after.Action, before.Action, "%s: %s\n%s", name, chat, after)
		}
	}
}

// A reason rests on its words: without the turns it quotes it is gone, or rests
// on other words, and without those it is gone too.
func TestReasonsGoWithTheirEvidence(t *testing.T) {
	for name, e := range engines(t) {
		reasons := 0
		for chat, tr := range transcripts(t) {
			ds, err := e.EvaluateTurns(t.Context(), tr)
			require.NoError(t, err)
			for _, d := range ds {
				for _, r := range d.Reasons {
					reasons++
					cut := tr
					cut.Turns = slices.Clone(tr.Turns[:d.Turn+1])
					for left := &r; left != nil; {
						blanked := false
						for _, ev := range left.Evidence {
							turn := &cut.Turns[ev.Turn]
							blanked = blanked || turn.Text != ""
							turn.Text, turn.Fallback, turn.Confidence = "", false, nil
						}
						if !assert.True(t, blanked, "%s: %s, turn %d: %s rests on no words any more", name, chat, d.Turn, r.Rule) {
							break
						}
						after, err := e.Evaluate(t.Context(), cut)
						require.NoError(t, err)
						i := slices.IndexFunc(after.Reasons, func(x escalate.Reason) bool { return x.Rule == r.Rule })
						if left = nil; i >= 0 {
							left = &after.Reasons[i]
						}
					}
				}
			}
		}
		require.Greater(t, reasons, 10, name)
	}
}
