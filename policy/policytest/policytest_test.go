package policytest_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/policytest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const shop = `name: shop
version: "1"
thresholds: {likely: 0.5}
facts: {tier: {type: text}}
signals:
  shop.bulk: {doc: d, phrases: {en: [in bulk]}}
rules:
  - {id: human, doc: d, when: request.human >= threshold.likely, then: {action: transfer, queue: desk}}
  - {id: gold-angry, doc: d, when: 'emotion.anger >= threshold.likely && facts.tier == "gold"', unless: act.decline, then: {action: transfer, priority: high}}
  - {id: bulk, doc: d, when: shop.bulk >= threshold.likely, then: {action: offer}}
`

func load(t *testing.T, tests string, more ...string) *policytest.Suite {
	t.Helper()
	files := fstest.MapFS{"shop.yaml": {Data: []byte(shop)}, "shop.test.yaml": {Data: []byte(tests)}}
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	s, err := policytest.LoadFS(files, "shop.test.yaml")
	require.NoError(t, err)
	return s
}

func own(opts ...escalate.Option) (*escalate.Engine, error) { return escalate.New(nil, opts...) }

func run(t *testing.T, s *policytest.Suite) (*policytest.Report, string) {
	t.Helper()
	r, err := s.Run(t.Context(), policytest.WithEngine(own))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, r.WriteText(&b, true))
	return r, b.String()
}

func TestReport(t *testing.T) {
	s := load(t, `
conversation: {facts: {tier: gold}}
tests:
  - name: good
    turns: [{signals: {request.human: 0.6}, want: transfer queue desk rule human}]
  - name: wrong in every way
    each:
      - {signals: {request.human: 0.6}, want: offer}
      - {signals: {request.human: 0.6}, want: transfer queue care}
      - {signals: {request.human: 0.6}, want: transfer rule bulk}
      - {signals: {request.human: 0.6}, want: transfer urgent}
      - {signals: {request.human: 0.6}, want: transfer callback}
      - {signals: {request.human: 0.6}}
      - {signals: {request.human: 0.4}, want: transfer}
  - name: known gap
    todo: nobody reports it yet
    turns: [{signals: {request.human: 0.4}, want: transfer}]
  - name: gap that is none
    todo: was one
    turns: [{signals: {request.human: 0.6}, want: transfer}]
  - name: words
    facts: {tier: basic}
    turns:
      - {bot: "Hello"}
      - {customer: "I'd buy these in bulk", signals: {emotion.anger: 0.9}, want: offer rule bulk}
      - {customer: "not in bulk", signals: {request.human: 0.9}, want: transfer rule human}
`)
	r, text := run(t, s)
	assert.Equal(t, `ok    good
FAIL  wrong in every way
      shop.test.yaml:8: got transfer queue desk rule human, want offer
      shop.test.yaml:9: got transfer queue desk rule human, want transfer queue care
      shop.test.yaml:10: got transfer queue desk rule human, want transfer rule bulk
      shop.test.yaml:11: got transfer queue desk rule human, want transfer urgent
      shop.test.yaml:12: got transfer queue desk rule human, want transfer callback
      shop.test.yaml:13: got transfer queue desk rule human, want continue
      shop.test.yaml:14: got continue (closest: human, request.human 0.40 < 0.50), want transfer
todo  known gap: nobody reports it yet
      shop.test.yaml:17: got continue (closest: human, request.human 0.40 < 0.50), want transfer
FAIL  gap that is none
      shop.test.yaml:18: passes, though marked todo (was one): take the mark away
ok    words
unseen shop.yaml:9: rule gold-angry never fired
unseen shop.yaml:9: rule gold-angry: emotion.anger >= threshold.likely never decided by being true
unseen shop.yaml:9: rule gold-angry: facts.tier == "gold" never decided by being true
unseen shop.yaml:9: rule gold-angry: act.decline never decided by being true
unseen shop.yaml:9: rule gold-angry: act.decline never decided by being false
shop.test.yaml: policy shop 1: 2 passed, 2 failed, 1 todo; coverage: rules 83.3 %, conditions 60.0 %
`, text)
	assert.Len(t, strings.Split(r.Err().Error(), "\n"), 8)
	var x bytes.Buffer
	require.NoError(t, policytest.WriteJUnit(&x, r))
	golden := filepath.Join("testdata", "report.xml")
	if *update {
		require.NoError(t, os.WriteFile(golden, x.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), x.String())
}

func TestCoverageAndMutation(t *testing.T) {
	const thorough = `
tests:
  - name: human
    each:
      - {signals: {request.human: 0.55}, want: transfer queue desk rule human}
      - {signals: {request.human: 0.45}}
  - name: gold
    facts: {tier: gold}
    each:
      - {signals: {emotion.anger: 0.55}, want: transfer high queue general}
      - {signals: {emotion.anger: 0.45}}
      - {signals: {emotion.anger: 0.55}, acts: [decline]}
  - name: no gold
    turns: [{signals: {emotion.anger: 0.55}}]
  - name: bulk
    each:
      - {signals: {shop.bulk: 0.55}, want: offer queue general}
      - {signals: {shop.bulk: 0.45}}
`
	s := load(t, thorough)
	r, _ := run(t, s)
	require.NoError(t, r.Err())
	assert.Equal(t, 1.0, r.Coverage.Score(), r.Coverage.Gaps())
	m, err := s.Mutate(t.Context())
	require.NoError(t, err)
	assert.Empty(t, m.Survived)

	// Tests that look away from the thresholds and the queue let faults through.
	s = load(t, strings.NewReplacer("0.55", "0.99", "0.45", "0.01", " queue desk", "").Replace(thorough))
	m, err = s.Mutate(t.Context())
	require.NoError(t, err)
	assert.Contains(t, m.Survived, "threshold likely: 0.4, not 0.5")
	assert.Contains(t, m.Survived, "rule human: another queue")
	assert.NotContains(t, m.Survived, "rule human: disabled")
	assert.Contains(t, m.Survived, "rule bulk: shop.bulk >= threshold.likely: limit 0.6, not 0.5")

	// A condition that is never alone in deciding is not covered.
	s = load(t, strings.Replace(thorough, "  - name: no gold\n    turns: [{signals: {emotion.anger: 0.55}}]\n", "", 1))
	r, _ = run(t, s)
	assert.Equal(t, []string{`shop.yaml:9: rule gold-angry: facts.tier == "gold" never decided by being false`}, r.Coverage.Gaps())
}

func TestExtendsAndChats(t *testing.T) {
	s := load(t, "extends: base.test.yaml\nremove: [gone]\nchats: [\"*.chat\"]\ntests:\n  - {name: other, turns: [{signals: {request.human: 0.9}, want: transfer}]}\n",
		"base.test.yaml", "policy: shop.yaml\ntests:\n  - {name: gone, turns: [{want: offer}]}\n  - {name: other, turns: [{want: offer}]}\n  - {name: kept, turns: [{want: continue}]}\n",
		"talk.chat", "fact tier: gold\ncustomer: hello\n  want: nothing\ncustomer: can I have these in bulk\n  want: offer rule bulk\n")
	r, text := run(t, s)
	require.NoError(t, r.Err(), text)
	var names []string
	for _, x := range r.Results {
		names = append(names, x.Test.Name)
	}
	assert.Equal(t, []string{"other", "kept", "talk.chat"}, names)
	s = load(t, "extends: balanced\n")
	assert.Greater(t, len(s.Tests), 40, "the tests of a preset")
}

func TestBadFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":            "shop.test.yaml: the file is empty",
		"tests: []\n": "no tests",
		"tset: []\n":  `shop.test.yaml:1: unknown field "tset"`,
		"policy: gone.yaml\ntests: [{name: a, turns: [{want: offer}]}]":  "gone.yaml",
		"policy: ../up.yaml\ntests: [{name: a, turns: [{want: offer}]}]": `"../up.yaml" leaves the folder`,
		"tests: [{turns: [{want: offer}]}]":                              "name: missing",
		"tests: [{name: a}]":                                             "turns: no customer turn",
		"tests: [{name: a, turns: [{role: bot}]}]":                       "turns: no customer turn",
		"tests: [{name: a, turns: [{role: bot, want: offer}, {}]}]":      "signals and want are of customer turns",
		"tests: [{name: a, turns: [{want: maybe}]}]":                     `unknown action "maybe"`,
		"tests: [{name: a, turns: [{want: offer soon}]}]":                `unknown priority "soon"`,
		"tests: [{name: a, turns: [{signals: {anger: 0.5}}]}]":           `"anger" is no signal`,
		"tests: [{name: a, turns: [{signals: {emotion.anger: 2}}]}]":     `emotion.anger: "2" is no number from 0 to 1`,
		"tests: [{name: a, turns: [{acts: [sing]}]}]":                    `unknown act "sing"`,
		"tests: [{name: a, turns: [{}]}, {name: a, turns: [{}]}]":        `"a" again, first on line 1`,
		"extends: shop.test.yaml\n":                                      "extends itself",
		"extends: gone.test.yaml\n":                                      "gone.test.yaml",
		"remove: [x]\ntests: [{name: a, turns: [{}]}]":                   `no test "x"`,
		"chats: [gone.chat]\n":                                           "gone.chat: no such file",
		"a: &a b\ntests: *a\n":                                           "shop.test.yaml:",
	} {
		_, err := policytest.LoadFS(fstest.MapFS{"shop.yaml": {Data: []byte(shop)}, "shop.test.yaml": {Data: []byte(text)}}, "shop.test.yaml")
		assert.ErrorContains(t, err, want, text)
	}
}

func TestWordsNeedAnEngine(t *testing.T) {
	s := load(t, "tests: [{name: a, turns: [{customer: hello}]}]")
	_, err := s.Run(t.Context())
	assert.ErrorContains(t, err, "shop.test.yaml:1: the test has words, and there is no engine")
}

// The three lines of the package documentation.
func TestRun(t *testing.T) {
	policytest.Run(t, "testdata/counter.test.yaml", policytest.MinCoverage(1), policytest.MinMutation(0.9))
}

// A policy with a classifier is tested with the loader that it needs.
func TestLoadWith(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"own.yaml":      "name: own\nsignals: {shop.churn: {doc: d, classifier: churn.bin}}\nrules: [{id: churn, doc: d, when: shop.churn >= 0.5, then: {action: offer}}]\n",
		"churn.bin":     "model",
		"own.test.yaml": "tests: [{name: a, turns: [{signals: {shop.churn: 0.6}, want: offer rule churn}]}]\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	_, err := policytest.Load(filepath.Join(dir, "own.test.yaml"))
	require.ErrorContains(t, err, "no loader of classifiers")
	policytest.Run(t, filepath.Join(dir, "own.test.yaml"), policytest.LoadWith(policy.WithClassifiers(func(k escalate.Kind, _ []byte) (escalate.Detector, error) {
		return escalate.NewDetector(escalate.Info{Name: "churn", Kinds: []escalate.Kind{k}}, nil), nil
	})))
}

func FuzzLoad(f *testing.F) {
	data, err := os.ReadFile("testdata/counter.test.yaml")
	require.NoError(f, err)
	f.Add(data)
	counter, err := os.ReadFile("testdata/counter.yaml")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{"counter.yaml": {Data: counter}, "counter.test.yaml": {Data: data}}
		s, err := policytest.LoadFS(files, "counter.test.yaml")
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		r, err := s.Run(t.Context(), policytest.WithEngine(own))
		if err == nil {
			assert.Len(t, r.Results, len(s.Tests))
			assert.Equal(t, len(s.Tests), r.Count(policytest.Passed)+r.Count(policytest.Failed)+r.Count(policytest.Todo))
		}
	})
}
