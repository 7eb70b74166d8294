package trained_test

import (
	"testing"
	"testing/fstest"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/trained"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// model learns what it is to leave by a dozen messages, written for this test.
func model(t *testing.T) []byte {
	t.Helper()
	var examples []classify.TextExample
	for _, text := range []string{"please cancel my subscription", "I want to end my membership", "stop my plan, I am leaving", "how do I unsubscribe for good",
		"close my account, I found a better offer", "I am switching to another provider"} {
		examples = append(examples, classify.TextExample{Text: text, Labels: []string{"shop.churn"}})
	}
	for _, text := range []string{"where is my parcel", "what does shipping cost", "do you have this in blue", "my voucher does not work",
		"thanks, that helped", "can I change my address"} {
		examples = append(examples, classify.TextExample{Text: text})
	}
	enc, err := layers.Model()
	require.NoError(t, err)
	m, err := classify.TrainTexts(enc, enc.Layers(), examples)
	require.NoError(t, err)
	b, err := m.MarshalBinary()
	require.NoError(t, err)
	return b
}

const shop = `name: shop
signals:
  shop.churn: {doc: The customer may leave., classifier: churn.model}
rules:
  - {id: leaving, doc: The customer may leave., when: shop.churn >= 0.5, then: {action: transfer}}
`

func TestPolicyWithAClassifier(t *testing.T) {
	files := fstest.MapFS{"shop.yaml": {Data: []byte(shop)}, "churn.model": {Data: model(t)}}
	p, err := policy.LoadFS(files, "shop.yaml", policy.WithClassifiers(trained.Load))
	require.NoError(t, err)
	e, err := escalate.New(p, escalate.WithDetectors(p.Detectors()...))
	require.NoError(t, err)
	require.NoError(t, p.Check(e))
	score := func(text string) escalate.Score {
		d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
		require.NoError(t, err)
		require.Empty(t, d.Failed, d.Err())
		return d.Signals["shop.churn"]
	}
	assert.Greater(t, score("cancel the membership please"), score("is this shirt in stock")+0.2)
}

func TestErrors(t *testing.T) {
	good := model(t)
	for want, files := range map[string]fstest.MapFS{
		"shop.yaml:3:58: signals.shop.churn.classifier: ": {"shop.yaml": {Data: []byte(shop)}, "churn.model": {Data: []byte("no model")}},
		`labels ["shop.churn"]`: {"shop.yaml": {Data: []byte("name: a\nsignals: {shop.other: {doc: d, classifier: churn.model}}\nrules: [{id: a, doc: d, when: shop.other > 0.5, then: {action: offer}}]")},
			"churn.model": {Data: good}},
	} {
		_, err := policy.LoadFS(files, "shop.yaml", policy.WithClassifiers(trained.Load))
		assert.ErrorContains(t, err, want)
	}
}
