package policy_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ownSignals = `
name: shop
thresholds: {likely: 0.5}
signals:
  shop.bulk:
    doc: A bulk order.
    phrases:
      en: [in bulk, "<number> boxes {weak}"]
      any: [📦📦]
  shop.returns:
    doc: A return.
    phrases: words/returns.txt
  shop.churn:
    doc: The customer may leave.
    classifier: churn.bin
  shop.host:
    doc: Reported by a detector of the host's.
  request.human:
    phrases: {en: [summon the wizard]}
rules:
  - {id: bulk, doc: d, when: shop.bulk >= threshold.likely, then: {action: transfer}}
  - {id: returns, doc: d, when: 'shop.returns >= threshold.likely && history.max("shop.returns") > 0.5', then: {action: transfer}}
  - {id: churn, doc: d, when: shop.churn >= threshold.likely, then: {action: transfer}}
  - {id: host, doc: d, when: shop.host >= threshold.likely, then: {action: transfer}}
  - {id: human, doc: d, when: request.human >= threshold.likely, then: {action: transfer}}
`

// churn is a stand-in for a trained classifier.
func churn(kind escalate.Kind, model []byte) (escalate.Detector, error) {
	if string(model) != "model" {
		return nil, errors.New("not a model")
	}
	return escalate.NewDetector(escalate.Info{Name: "churn", Kinds: []escalate.Kind{kind}}, nil), nil
}

func TestOwnSignals(t *testing.T) {
	files := fstest.MapFS{"shop.yaml": {Data: []byte(ownSignals)}, "churn.bin": {Data: []byte("model")},
		"words/returns.txt": {Data: []byte("language: en\n[shop.returns strong]\nsend .. back\n")}}
	p, err := policy.LoadFS(files, "shop.yaml", policy.WithClassifiers(churn))
	require.NoError(t, err)
	ds := p.Detectors()
	require.Len(t, ds, 2)
	assert.Equal(t, "churn", ds[0].Info().Name)
	e, err := escalate.New(p, escalate.WithDetectors(ds[1]))
	require.NoError(t, err)
	assert.ErrorContains(t, p.Check(e), "shop.churn")
	assert.ErrorContains(t, p.Check(e), "shop.host")
	for text, want := range map[string]string{
		"I'd buy these in bulk":         "bulk",
		"I wouldn't mind 📦📦":            "bulk",
		"about 20 boxes":                "", // weak
		"I do not want them in bulk":    "", // negated: the policy brings cues along
		"can I send the shoes back":     "returns",
		"Summon the wizard, please":     "human",
		"what happens if I buy in bulk": "",
	} {
		d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
		require.NoError(t, err)
		require.Empty(t, d.Failed, d.Err())
		rule := ""
		if len(d.Reasons) > 0 {
			rule = d.Reasons[0].Rule
		}
		assert.Equal(t, want, rule, text)
	}
	digest := p.Info().Digest
	files["words/returns.txt"].Data = append(files["words/returns.txt"].Data, '\n')
	p, err = policy.LoadFS(files, "shop.yaml", policy.WithClassifiers(churn))
	require.NoError(t, err)
	assert.NotEqual(t, digest, p.Info().Digest, "the digest covers the files that signals name")
}

func TestSignalErrors(t *testing.T) {
	const rules = "rules: [{id: a, doc: d, when: request.human > 0.5, then: {action: transfer}}]\n"
	for signals, want := range map[string]string{
		`{bulk: {doc: d}}`:                                          `x.yaml:2:11: signals: "bulk" is not of the form family.name`,
		`{state.mood: {doc: d}}`:                                    `"state.mood": state. means something else in conditions`,
		`{language.tag: {doc: d}}`:                                  `"language.tag": language. means something else`,
		`{shop.in: {doc: d}}`:                                       `"shop.in" has a word that conditions cannot name`,
		`{shop.a: {}}`:                                              `signals.shop.a.doc: missing`,
		`{request.human: {doc: d}}`:                                 `signals.request.human: is built in; give phrases to add some`,
		`{shop.a: {doc: d, phrases: {en: hello}}}`:                  `signals.shop.a.phrases.en: want a list of phrases, got "hello"`,
		`{shop.a: {doc: d, phrases: {e: [hello]}}}`:                 `"e" is no language`,
		`{shop.a: {doc: d, phrases: {en: [hello, "(bye"]}}}`:        `x.yaml:2:50: signals.shop.a.phrases: `,
		`{shop.a: {doc: d, phrases: {en: ["[request.human]"]}}}`:    `"[request.human]" is no phrase`,
		`{shop.a: {doc: d, phrases: ../up.txt}}`:                    `"../up.txt" leaves the folder of the policy`,
		`{shop.a: {doc: d, phrases: gone.txt}}`:                     `"gone.txt" is no file beside the policy`,
		`{shop.a: {doc: d, phrases: bad.txt}}`:                      `bad.txt:3:`,
		`{shop.a: {doc: d, classifier: m.bin}}`:                     `signals.shop.a.classifier: not a model`,
		`{shop.a: {doc: d, frases: {}}}`:                            `unknown field "frases" (did you mean "phrases"?)`,
		`{shop.a: {doc: d, classifier: m.bin, phrases: {en: [a]}}}`: `phrases and classifier: only one of them`,
	} {
		files := fstest.MapFS{"x.yaml": {Data: []byte("name: a\nsignals: " + signals + "\n" + rules)}, "m.bin": {Data: []byte("x")},
			"bad.txt": {Data: []byte("language: en\n[shop.a]\n(a\n")}}
		_, err := policy.LoadFS(files, "x.yaml", policy.WithClassifiers(churn))
		assert.ErrorContains(t, err, want, signals)
		var errs policy.Errors
		assert.ErrorAs(t, err, &errs)
	}
	_, err := policy.Parse("x.yaml", []byte("name: a\nsignals: {shop.a: {doc: d, classifier: m.bin}}\n"+rules))
	assert.ErrorContains(t, err, "no loader of classifiers (see policy.WithClassifiers)")
}
