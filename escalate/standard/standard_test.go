package standard_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newEngine(t testing.TB) *escalate.Engine {
	t.Helper()
	e, err := standard.New()
	require.NoError(t, err)
	return e
}

func TestConversations(t *testing.T) {
	escalatetest.Run(t, newEngine(t), os.DirFS("testdata"), "*.chat")
}

// Every kind of the vocabulary has a detector that reports it, but for the one
// that needs the host's topics.
func TestEveryKindHasADetector(t *testing.T) {
	for name, e := range engines(t) {
		for _, k := range escalate.Kinds() {
			found := false
			for _, d := range e.Detectors() {
				for _, x := range d.Kinds {
					found = found || x == k
				}
			}
			assert.Equal(t, k != escalate.ComplexityOutOfScope, found, "%s: %s", name, k)
		}
	}
}

func engines(t testing.TB) map[string]*escalate.Engine {
	l, err := light.New()
	require.NoError(t, err)
	return map[string]*escalate.Engine{"standard": newEngine(t), "light": l}
}

// A session, put away and taken up at every turn, gives the bytes of every
// prefix evaluated anew.
func TestSessionEqualsPrefixes(t *testing.T) {
	turns := []escalate.Turn{
		{Role: escalate.Customer, Text: "hi, parcel 4471 never came"},
		{Role: escalate.Bot, Text: "Sorry, I didn't get that."},
		{Role: escalate.Customer, Text: "parcel 4471 never came!!"},
		{Role: escalate.Bot, Text: "Would you like to talk to an agent?"},
		{Role: escalate.Customer, Text: "yes please, cho toi gap nhan vien"},
		{Role: escalate.Bot, Text: "I'm transferring you now."},
		{Role: escalate.Customer, Text: "ok"},
		{Role: escalate.Bot, Text: "What is your order number?"},
		{Role: escalate.Customer, Text: "ሰላም ትእዛዘይ ክሳብ ሕጂ ኣይበጽሐን"},
		{Role: escalate.Agent, Text: "Hello"},
		{Role: escalate.Customer, Text: "\xff\x00 thanks"},
		{Role: escalate.Bot, Text: "Anything else?"},
		{Role: escalate.Customer, Text: "no that's all"},
	}
	for name, e := range engines(t) {
		conv := escalate.Conversation{ID: "c", BotLanguages: []string{"en", "vi"}}
		s, err := e.NewSession(conv)
		require.NoError(t, err)
		for i, turn := range turns {
			snap, err := s.Snapshot()
			require.NoError(t, err)
			s, err = e.Restore(snap)
			require.NoError(t, err)
			got, err := s.Add(t.Context(), turn)
			require.NoError(t, err)
			if got == nil {
				continue
			}
			require.Empty(t, got.Failed, "%s: %v", name, got.Err())
			want, err := e.Evaluate(t.Context(), escalate.Transcript{Conversation: conv, Turns: turns[:i+1]})
			require.NoError(t, err)
			a, err := json.Marshal(want)
			require.NoError(t, err)
			b, err := json.Marshal(got)
			require.NoError(t, err)
			require.Equal(t, string(a), string(b), name)
		}
	}
}

// Outside the languages of the message detectors their silence proves nothing,
// and the decision says so.
func TestUnverified(t *testing.T) {
	for name, e := range engines(t) {
		for text, want := range map[string]bool{"where is my parcel, it should be here by now": false, "ሰላም ትእዛዘይ ክሳብ ሕጂ ኣይበጽሐን": true} {
			d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
			require.NoError(t, err)
			for _, k := range []escalate.Kind{escalate.RequestHuman, escalate.BotUnfamiliar, escalate.EmotionAnger, escalate.BotFalsePromise} {
				if want {
					assert.Contains(t, d.Unverified, k, name)
				} else {
					assert.NotContains(t, d.Unverified, k, name)
				}
			}
		}
	}
}

func TestWithTopics(t *testing.T) {
	topics, err := standard.WithTopics(detect.Topic{Name: "parcels", Examples: []string{"where is my parcel?", "when will my order arrive",
		"the tracking page shows nothing", "can I change the delivery address?", "do you deliver on saturdays?", "my package is not here",
		"how much is express shipping?", "can a neighbour take the parcel?"}})
	require.NoError(t, err)
	e, err := standard.New(topics)
	require.NoError(t, err)
	for text, want := range map[string]escalate.Action{
		"has my order been shipped yet?":                         escalate.Continue,
		"can you write me a poem about autumn in the mountains?": escalate.Offer,
	} {
		d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
		require.NoError(t, err)
		assert.Equal(t, want, d.Action, "%s\n%s", text, d)
	}
	_, err = standard.WithTopics()
	assert.ErrorContains(t, err, "0 examples, want 8 or more")
}

func TestOddInput(t *testing.T) {
	for name, e := range engines(t) {
		for _, text := range []string{"", " ", "\x00", "\xff\xfe", strings.Repeat("a", 100_000), strings.Repeat("!", 100_000), strings.Repeat("ก", 50_000), "👩‍👩‍👧‍👦", "\u202e\u200b"} {
			d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
			require.NoError(t, err)
			assert.Empty(t, d.Failed, "%s: %v", name, d.Err())
			assert.Equal(t, escalate.Continue, d.Action, "%s: %.20q\n%s", name, text, d)
		}
	}
}
