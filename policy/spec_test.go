package policy_test

import (
	"fmt"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const jsonPolicy = `{
	"name": "json", "version": "2",
	"thresholds": {"likely": 0.5},
	"rules": [
		{"id": "angry", "doc": "Angry \ud83d\ude21, \"very\".", "when": "history.max(\"emotion.anger\") >= threshold.likely", "then": {"action": "offer"}}
	]
}`

func TestJSON(t *testing.T) {
	p, err := policy.Parse("p.json", []byte(jsonPolicy))
	require.NoError(t, err)
	d := judge(t, p, escalate.Conversation{}, one("emotion.anger", .6))[0]
	assert.Equal(t, `Angry 😡, "very".`, d.Reasons[0].Text)
}

// Columns count what stands in the file: bytes, and escapes as written.
func TestPlacesInQuotedConditions(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":"a","rules":[{"id":"r","doc":"d","when":"history.max(\"emotion.anger\") > 0.5 && nope","then":{"action":"offer"}}]}`: "x:1:90: ",
		`{"name":"a","rules":[{"id":"r","doc":"é😡","when":"nope","then":{"action":"offer"}}]}`:                                        "x:1:55: ",
		"name: a\nrules:\n  - {id: r, doc: d, when: 'channel == ''x'' && nope', then: {action: offer}}":                               "x:3:48: ",
		"name: a\nrules:\n  - id: r\n    doc: d\n    when: |\n      emotion.anger > 0.5\n      && nope\n    then: {action: offer}":    "x:7:4: ",
		"name: a\nrules:\n  - id: r\n    doc: d\n    when: emotion.anger > 0.5 && nope\n    then: {action: offer}":                    "x:5:34: ",
	} {
		_, err := policy.Parse("x", []byte(text))
		assert.ErrorContains(t, err, want, text)
		assert.ErrorContains(t, err, "undeclared reference to 'nope'", text)
	}
}

func TestSpecIsAFile(t *testing.T) {
	s := policy.Spec{
		Name: "mine", Version: "1", Doc: "true", Extends: "balanced", Remove: []string{"sad"},
		Thresholds: map[string]float64{"mine": 0.6},
		Facts:      map[string]policy.Fact{"tier": {Type: "text", Default: "basic"}, "tags": {Type: "list", Default: []string{"a"}}, "n": {Type: "number", Default: 3}},
		Signals:    map[escalate.Kind]policy.OwnSignal{"shop.bulk": {Doc: "A bulk order.", Phrases: map[string][]string{"en": {"in bulk"}}}},
		Queue:      policy.Always("team"), Offers: &policy.Offers{Every: 0},
		Rules: []policy.Rule{
			{ID: "bulk", Doc: "A bulk order: \"yes\" # no comment", When: `shop.bulk >= threshold.mine && facts.tier == "gold"`, Unless: "act.accept", Cooldown: 2,
				Then: policy.Then{Action: escalate.Offer, Priority: escalate.High, Insist: true, Queue: policy.ByKey{"default": "sales", "finance": "desk"},
					Message: policy.ByKey{"vi": "Chào", "default": "Hello"}}},
		},
	}
	p, err := s.Policy()
	require.NoError(t, err)
	file, err := s.File()
	require.NoError(t, err)
	again, err := policy.Parse("other.yaml", file)
	require.NoError(t, err)
	assert.Equal(t, again.Info(), p.Info())
	gold := escalate.Conversation{Facts: map[string]any{"tier": "gold"}, Vertical: "finance"}
	for _, p := range []*policy.Policy{p, again} {
		ds := judge(t, p, gold, one("shop.bulk", .6), one("shop.bulk", .6), one("shop.bulk", .6), turn{acts: []escalate.Act{escalate.ActAccept}, signals: one("shop.bulk", .9).signals}, one("shop.bulk", .5))
		var got []string
		for _, d := range ds {
			got = append(got, fmt.Sprintf("%s %s %s %s", d.Action, d.Priority, d.Queue, d.Message))
		}
		assert.Equal(t, []string{"offer high desk Hello", "continue normal  ", "offer high desk Hello", "continue normal  ", "continue normal  "}, got)
	}
	_, err = policy.Spec{Name: "mine", Rules: []policy.Rule{{ID: "a", When: "emotion.angr > 0.5", Doc: "d", Then: policy.Then{Action: escalate.Offer}}}}.Policy()
	assert.ErrorContains(t, err, `rule "a": when: undeclared reference to 'emotion.angr'`)
}

func ExampleSpec() {
	p, err := policy.Spec{
		Name: "mine", Version: "1", Extends: "balanced",
		Facts: map[string]policy.Fact{"order_value": {Type: "number"}},
		Rules: []policy.Rule{{
			ID: "angry-about-much", Doc: "An angry customer with a large order.",
			When: "emotion.anger >= threshold.likely && facts.order_value > 500",
			Then: policy.Then{Action: escalate.Transfer, Priority: escalate.High, Queue: policy.Always("care")},
		}},
	}.Policy()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Info().Name, len(p.RuleIDs()), "rules")
	// Output: mine 34 rules
}
