package benchmarks

import (
	"os"
	"testing"

	"github.com/jonreiter/govader"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// Two messages of some 70 bytes; most turns are like the first.
var texts = []struct{ name, text string }{
	{"plain", "where is my order? it was due on tuesday, parcel 4471-K, thank you"},
	{"found", "third time i'm asking: you charged my card twice, get me a person now"},
}

// messages is the light engine without the language and the conversation: the
// 16 signals of a message alone.
func messages(tb testing.TB) *escalate.Engine {
	weights, err := os.ReadFile("../light/messages.model")
	require.NoError(tb, err)
	heads, err := classify.Load(weights)
	require.NoError(tb, err)
	lexicon, err := detect.Lexicon()
	require.NoError(tb, err)
	model, err := pieces.Model()
	require.NoError(tb, err)
	scorer, err := detect.NewClassifier(heads, detect.NewPhrases(lexicon), detect.NewVectors(model, 0), nil)
	require.NoError(tb, err)
	p, err := presets.Balanced()
	require.NoError(tb, err)
	e, err := escalate.New(p, escalate.WithDetectors(detect.Messages(scorer)...), escalate.WithDetectors(sentiment.Detectors(scorer)...))
	require.NoError(tb, err)
	return e
}

// BenchmarkMessage is govader's polarity of a message, and what the engines do
// with it as a turn: signals alone (messages), or all detectors, the policy and
// the decision.
func BenchmarkMessage(b *testing.B) {
	full, err := standard.New()
	require.NoError(b, err)
	small, err := light.New()
	require.NoError(b, err)
	engines := []struct {
		name   string
		engine *escalate.Engine
	}{{"messages", messages(b)}, {"light", small}, {"standard", full}}
	polarity := govader.NewSentimentIntensityAnalyzer()
	for _, x := range texts {
		b.Run("govader/"+x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				polarity.PolarityScores(x.text)
			}
		})
		t := escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: x.text}}}
		for _, e := range engines {
			b.Run(e.name+"/"+x.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.engine.Evaluate(b.Context(), t); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
