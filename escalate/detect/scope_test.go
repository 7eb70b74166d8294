package detect_test

import (
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var topics = []detect.Topic{
	{Name: "parcels", Examples: []string{"where is my parcel?", "when will my order arrive", "the tracking page shows nothing", "can I change the delivery address?",
		"my package says delivered but it is not here", "do you deliver on saturdays?"}},
	{Name: "returns", Examples: []string{"how do I send something back?", "can I return shoes that I wore once", "where do I find the return label", "I want to exchange this for a bigger size",
		"how long does a refund take?", "the shirt does not fit, what now"}},
}

func TestOutOfScope(t *testing.T) {
	m, err := layers.Model()
	require.NoError(t, err)
	d, err := detect.OutOfScope(detect.NewVectors(m, m.Layers()), topics)
	require.NoError(t, err)
	quick, err := detect.OutOfScope(detect.NewVectors(m, 0), topics)
	require.NoError(t, err)
	require.NoError(t, escalatetest.TestDetector(quick))
	e, err := escalate.New(keep{}, escalate.WithDetectors(d))
	require.NoError(t, err)
	for text, out := range map[string]bool{
		"has my order been shipped yet?":                        false,
		"bao giờ đơn hàng của tôi tới nơi vậy":                  false,
		"I would like to send the jacket back, it is too small": false,
		"thanks":       false,
		"the blue one": false,
		"which mortgage would you recommend for a young couple?":    true,
		"is it normal that my knee clicks after running a marathon": true,
		"viết giúp mình một bài thơ về mùa thu Hà Nội":              true,
	} {
		dec, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
		require.NoError(t, err)
		assert.Equal(t, out, dec.Signals[escalate.ComplexityOutOfScope] >= 0.5, "%s: %v", text, dec.Signals)
	}
}

func TestOutOfScopeWantsExamples(t *testing.T) {
	m, err := layers.Model()
	require.NoError(t, err)
	_, err = detect.OutOfScope(detect.NewVectors(m, 12), topics[:1])
	assert.ErrorContains(t, err, "6 examples, want 8 or more")
	_, err = detect.OutOfScope(detect.NewVectors(m, 3), topics)
	assert.ErrorContains(t, err, `topic "parcels": example 0`)
}
