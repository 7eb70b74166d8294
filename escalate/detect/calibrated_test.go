package detect_test

import (
	"os"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tuned returns the layers that the standard engine ships, and the files.
func tuned(t *testing.T) (v *detect.Vectors, stack, head string) {
	t.Helper()
	m, err := layers.Model()
	require.NoError(t, err)
	s, err := os.ReadFile("../standard/tuned.stack")
	require.NoError(t, err)
	h, err := os.ReadFile("../standard/tuned.head")
	require.NoError(t, err)
	v, err = detect.NewTuned(m, string(s), string(h))
	require.NoError(t, err)
	return v, string(s), string(h)
}

func TestCalibratedWeightsErrors(t *testing.T) {
	v, _, _ := tuned(t)
	for weights, want := range map[string]string{
		"":                         "line 1: 0 fields, want a kind and three numbers",
		"# nothing\n":              "no kind",
		"emotion.anger 0 1":        "line 1: 3 fields",
		"# a\nemotion.joy 0 1 1\n": `line 2: the layers have no output "emotion.joy"`,
		"emotion.anger 0 1 one\n":  `line 1: "one" is no weight`,
		"emotion.anger NaN 1 1\n":  `line 1: "NaN" is no weight`,
		"emotion.anger 0 -1 1\n":   `line 1: "-1" is no weight`,
		"emotion.anger 0 1 1\nemotion.sadness 0 1": "line 2: 3 fields",
	} {
		_, err := detect.NewCalibrated(v, phrases(t), weights, nil)
		assert.ErrorContains(t, err, want, weights)
	}
}

// The score of a kind is the logistic function of its own output and phrases,
// and of nothing else; phrases that are not sure count for nothing, and trust
// lifts those that are.
func TestCalibrated(t *testing.T) {
	v, _, _ := tuned(t)
	at := func(weights, text string, trust bool) escalate.Score {
		c, err := detect.NewCalibrated(v, phrases(t), weights, nil)
		require.NoError(t, err)
		if trust {
			c.Trust(escalate.RequestHuman, 0.8, 0.87)
		}
		e, err := escalate.New(keep{}, escalate.WithDetectors(detect.RequestHuman(c)))
		require.NoError(t, err)
		d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
		require.NoError(t, err)
		require.NoError(t, d.Err())
		return d.Signals[escalate.RequestHuman]
	}
	const flat, layersAlone = "request.human 0 0 0\n", "request.human 0 1 0\n"
	const phrasesAlone = "request.human -1 0 4\n"
	assert.EqualValues(t, 0.5, at(flat, "where is my parcel?", false))
	assert.Greater(t, at(layersAlone, "is anybody alive over there", false), at(layersAlone, "where is my parcel?", false))
	assert.Less(t, at(phrasesAlone, "where is my parcel?", false), escalate.Score(0.3))
	assert.Greater(t, at(phrasesAlone, "can i talk to a real person", false), escalate.Score(0.9))
	assert.Less(t, at("request.human -9 0 0\n", "can i talk to a real person", false), escalate.Score(0.1))
	assert.EqualValues(t, 0.87, at("request.human -9 0 0\n", "can i talk to a real person", true))
	assert.Less(t, at("request.human -9 0 0\n", "i don't need to talk to a person", true), escalate.Score(0.1), "a phrase that is negated is not believed")
}

func TestHeadErrors(t *testing.T) {
	m, err := layers.Model()
	require.NoError(t, err)
	_, stack, head := tuned(t)
	for name, bad := range map[string]string{"empty": "", "short": head[:100], "long": head + "x", "names": strings.Replace(head, "\n", " ", 1)} {
		_, err := detect.NewTuned(m, stack, bad)
		assert.ErrorContains(t, err, "head", name)
	}
}
