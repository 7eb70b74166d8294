package escalatetest_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const good = `# A comment.
id: c-1
channel: line
vertical: finance
bot_languages: en, vi
fact order_value: 120.5
fact tier: gold

customer: is this human-readable: yes?
  want: nothing
bot {fallback, confidence 0.3}: Sorry: what?
customer {lang vi}: a person "now"
  want: transfer high queue care rule asked
  want: request.human 0.5..1 "a person"
  want: emotion.anger 0..0.1
agent: hi
`

func TestParseChat(t *testing.T) {
	c, err := escalatetest.ParseChat("x.chat", []byte(good))
	require.NoError(t, err)
	conf := 0.3
	assert.Equal(t, escalate.Transcript{
		Conversation: escalate.Conversation{ID: "c-1", Channel: "line", Vertical: "finance", BotLanguages: []string{"en", "vi"},
			Facts: map[string]any{"order_value": 120.5, "tier": "gold"}},
		Turns: []escalate.Turn{
			{Role: escalate.Customer, Text: "is this human-readable: yes?"},
			{Role: escalate.Bot, Text: "Sorry: what?", Fallback: true, Confidence: &conf},
			{Role: escalate.Customer, Text: `a person "now"`, Lang: "vi"},
			{Role: escalate.Agent, Text: "hi"},
		}}, c.Transcript)
	assert.Equal(t, []escalatetest.Want{
		{Line: 13, Action: escalate.Transfer, Priority: escalate.High, Queue: "care", Rule: "asked"},
		{Line: 14, Kind: "request.human", Low: 0.5, High: 1, Quote: "a person"},
		{Line: 15, Kind: "emotion.anger", Low: 0, High: 0.1},
	}, c.Wants[2])
	assert.Equal(t, []escalatetest.Want{{Line: 10, Nothing: true}}, c.Wants[0])
}

func TestParseChatErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                                        "x.chat:1:1: no turn in the file",
		"customer hello":                          "x.chat:1:1: want NAME: VALUE",
		"colour: red\ncustomer: x":                `x.chat:1:1: unknown field or role "colour"`,
		"customer: x\nchannel: y":                 `x.chat:2:1: unknown role "channel"`,
		"  want: nothing\ncustomer: x":            "x.chat:1:8: an expectation stands under a customer turn",
		"bot: x\n  want: nothing":                 "x.chat:2:8: an expectation stands under a customer turn",
		"customer: x\n  hope: nothing":            `x.chat:2:3: an indented line is a want:, got "hope"`,
		"customer: x\n  want: transfr":            `x.chat:2:8: want an action, a signal or nothing, got "transfr"`,
		"customer: x\n  want: transfer hihg":      `unknown priority "hihg"`,
		"customer: x\n  want: a.b 0.7..0.5":       `want LOW..HIGH from 0 to 1, got "0.7..0.5"`,
		"customer: x\n  want: a.b 0..1 quote":     `want "QUOTE"`,
		"bot {confidence 2}: x\ncustomer: x":      `confidence "2" is no number from 0 to 1`,
		"bot {mood good}: x\ncustomer: x":         `unknown field "mood"`,
		"bot {fallback: x\ncustomer: x":           "want ROLE {FIELD, ...}: TEXT",
		"customer {time yesterday}: x":            `time "yesterday"`,
		"customer: x\n  want: Request.Human 0..1": `"Request.Human" is no signal`,
	} {
		_, err := escalatetest.ParseChat("x.chat", []byte(in))
		assert.ErrorContains(t, err, want, in)
	}
}

// person reports "person" as a request, and asks transfers at 0.5.
var person = escalate.NewDetector(
	escalate.Info{Name: "person", Doc: "x", Kinds: []escalate.Kind{escalate.RequestHuman}},
	func(_ context.Context, p *escalate.Pass) error {
		if i := strings.Index(p.Text(), "person"); i >= 0 {
			p.Find(escalate.RequestHuman, 0.9, i, i+len("person"))
		}
		return nil
	})

type asks struct{}

func (asks) Info() escalate.PolicyInfo { return escalate.PolicyInfo{Name: "asks"} }
func (asks) Decide(v *escalate.View) escalate.Verdict {
	if s := v.Score(escalate.RequestHuman); s >= 0.5 {
		return escalate.Verdict{Action: escalate.Transfer, Score: s, Queue: "q", Reasons: []escalate.Reason{{Rule: "asked", Signal: escalate.RequestHuman, Score: s}}}
	}
	return escalate.Verdict{}
}

// Both directions fail: a finding nobody wanted, and a want nobody met.
func TestCheck(t *testing.T) {
	e, err := escalate.New(asks{}, escalate.WithDetectors(person))
	require.NoError(t, err)
	for in, want := range map[string]string{ // "" for a conversation that passes
		"customer: a person\n  want: transfer queue q rule asked\n  want: request.human 0.8..1 \"person\"": "",
		"customer: a person\n  want: transfer\ncustomer: ok":                                               "", // it stands
		"customer: hello\n  want: nothing":                                                                 "",
		"customer: hello":                                                                                  "",
		"customer: a person":                                                                               "c.chat:1: decision = transfer, nothing wanted",
		"customer: a person\n  want: nothing":                                                              "c.chat:2: decision = transfer, want nothing",
		"customer: a person\n  want: transfer high":                                                        "decision = transfer normal, want transfer high",
		"customer: a person\n  want: transfer queue x":                                                     `queue = "q", want "x"`,
		"customer: a person\n  want: transfer rule x":                                                      `rules = ["asked"], want "x" among them`,
		"customer: hello\n  want: transfer":                                                                "decision = continue normal, want transfer normal",
		"customer: hello\n  want: request.human":                                                           "request.human = 0.00, want 0.50..1.00",
		"customer: a person\n  want: request.human \"a person\"":                                           `request.human quotes ["person"], want "a person"`,
		"customer: a person\n  want: emotion.anger 0..0.4":                                                 "request.human = 0.90 on [\"person\"], not wanted",
		"customer: a person\n  want: transfer\nagent: hi\ncustomer: ok\nbot: hi\ncustomer: a person":       "c.chat:6: decision = transfer, nothing wanted",
	} {
		c, err := escalatetest.ParseChat("c.chat", []byte(in))
		require.NoError(t, err, in)
		err = c.Check(t.Context(), e)
		if want == "" {
			assert.NoError(t, err, in)
		} else {
			assert.ErrorContains(t, err, want, in)
		}
	}
}

func TestTestDetector(t *testing.T) {
	assert.NoError(t, escalatetest.TestDetector(person))
	kinds := []escalate.Kind{escalate.RequestHuman}
	broken := func(doc string, f func(p *escalate.Pass)) escalate.Detector {
		return escalate.NewDetector(escalate.Info{Name: "broken", Doc: doc, Kinds: kinds}, func(_ context.Context, p *escalate.Pass) error { f(p); return nil })
	}
	for name, tt := range map[string]struct {
		d    escalate.Detector
		want string
	}{
		"no doc": {broken("", func(*escalate.Pass) {}), "Doc is empty"},
		"not deterministic": {broken("x", func(p *escalate.Pass) {
			p.Report(escalate.Signal{Kind: kinds[0], Score: escalate.Score(rand.Float64())})
		}), "not deterministic"},
		"undeclared kind": {broken("x", func(p *escalate.Pass) { p.Find("a.b", 1, 0, 1) }), "not among the detector's kinds"},
		"splits runes":    {broken("x", func(p *escalate.Pass) { p.Find(kinds[0], 1, 0, 1) }), "not on rune boundaries"},
		"panics on empty": {broken("x", func(p *escalate.Pass) { _ = p.Text()[0] }), "index out of range"},
		"state in itself": {&forgetful{}, "after a snapshot"},
	} {
		assert.ErrorContains(t, escalatetest.TestDetector(tt.d), tt.want, name)
	}
}

// forgetful keeps its state where snapshots do not see it.
type forgetful struct{}

type hidden struct{ turns int }

func (*forgetful) Info() escalate.Info {
	return escalate.Info{Name: "forgetful", Doc: "x", Kinds: []escalate.Kind{escalate.RequestHuman}}
}
func (*forgetful) NewState() any { return new(hidden) }
func (*forgetful) Detect(_ context.Context, p *escalate.Pass) error {
	s := p.State().(*hidden)
	s.turns++
	p.Report(escalate.Signal{Kind: escalate.RequestHuman, Score: 1 / escalate.Score(s.turns)})
	return nil
}
