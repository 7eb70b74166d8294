package escalate_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/go-handoff/handoff/escalate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTranscriptErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"unknown role", `{"id":"a","turns":[{"role":"customer","text":"hi"},{"role":"admin","text":"x"}]}`, `escalate: transcript "a": turn 1: role: unknown role "admin" (want customer, bot, agent, system, tool)`},
		{"missing role", `{"turns":[{"text":"x"}]}`, `escalate: transcript: turn 0: role is missing`},
		{"missing text", `{"turns":[{"role":"bot"}]}`, `escalate: transcript: turn 0: text is missing`},
		{"text a number", `{"turns":[{"role":"bot","text":5}]}`, `escalate: transcript: turn 0: text: want a string, got number`},
		{"turn a string", `{"turns":["hi"]}`, `escalate: transcript: turn 0: want an object, got string`},
		{"turns an object", `{"turns":{}}`, `escalate: transcript: turns: want a list, got object`},
		{"confidence out of range", `{"turns":[{"role":"bot","text":"","confidence":1.5}]}`, `escalate: transcript: turn 0: confidence: 1.5 outside [0,1]`},
		{"fallback a string", `{"turns":[{"role":"bot","text":"","fallback":"yes"}]}`, `escalate: transcript: turn 0: fallback: want true or false, got string`},
		{"bad time", `{"turns":[{"role":"bot","text":"","time":"yesterday"}]}`, `escalate: transcript: turn 0: parsing time`},
		{"not an object", `[1]`, `escalate: transcript: want an object, got array`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tr escalate.Transcript
			assert.ErrorContains(t, json.Unmarshal([]byte(tt.in), &tr), tt.want)
		})
	}
}

func TestTranscriptIgnoresTheHostsFields(t *testing.T) {
	var tr escalate.Transcript
	in := `{"id":"c","channel":"line","vertical":"ecommerce","bot_languages":["en","vi"],"gold":{"x":1},"facts":{"tier":"gold","order_value":120.5},
	 "turns":[{"role":"customer","text":"hi","labels":{"signal":1},"time":"2026-11-22T10:00:00Z","lang":"vi"},{"role":"bot","text":"?","confidence":0.31,"fallback":true}]}`
	require.NoError(t, json.Unmarshal([]byte(in), &tr))
	conf := 0.31
	assert.Equal(t, escalate.Transcript{
		Conversation: escalate.Conversation{ID: "c", Channel: "line", Vertical: "ecommerce", BotLanguages: []string{"en", "vi"}, Facts: map[string]any{"tier": "gold", "order_value": 120.5}},
		Turns: []escalate.Turn{{Role: escalate.Customer, Text: "hi", Lang: "vi", Time: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)},
			{Role: escalate.Bot, Text: "?", Confidence: &conf, Fallback: true}},
	}, tr)
}

func TestInputErrors(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name string
		in   escalate.Transcript
		want string
	}{
		{"empty", escalate.Transcript{}, "escalate: transcript: no customer turn"},
		{"no customer", transcript(bot("hi")), `escalate: transcript "c-1": no customer turn`},
		{"zero role", transcript(escalate.Turn{Text: "x"}, customer("x")), `escalate: transcript "c-1": turn 0: role: invalid role(0)`},
		{"NaN", transcript(escalate.Turn{Role: escalate.Customer, Confidence: &nan}), "confidence: NaN outside [0,1]"},
		{"bot language", escalate.Transcript{Conversation: escalate.Conversation{BotLanguages: []string{"en", "English language"}}}, `bot_languages[1]: "English language" is no BCP 47 tag`},
		{"fact", escalate.Transcript{Conversation: escalate.Conversation{Facts: map[string]any{"a": []any{1, math.Inf(1)}}}}, `fact "a": [1]: +Inf is no number of JSON`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newEngine().Evaluate(t.Context(), tt.in)
			var input *escalate.InputError
			assert.ErrorAs(t, err, &input)
			assert.ErrorContains(t, err, tt.want)
		})
	}
	_, err := newEngine().Evaluate(t.Context(), escalate.Transcript{})
	assert.ErrorIs(t, err, escalate.ErrNoCustomerTurn)
}

func TestOddTextGivesAnOrdinaryDecision(t *testing.T) {
	huge := strings.Repeat("ă", 2_500_000) + " a person, please 🙏"
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		turns []escalate.Turn
		notes []string
		quote string
	}{
		{"5 MB, the request at its end", []escalate.Turn{customer(huge)}, []string{"turn 0: left out 4934486 bytes from byte 49152 on"}, "person"},
		{"not UTF-8", []escalate.Turn{customer("a\xff person\xc3")}, []string{"turn 0: 2 bytes are not UTF-8"}, "person"},
		{"NUL", []escalate.Turn{customer("a\x00person")}, nil, "person"},
		{"times out of order", []escalate.Turn{{Role: escalate.Bot, Text: "x", Time: at}, {Role: escalate.Customer, Text: "person", Time: at.Add(-time.Second)}},
			[]string{"turn 1: sent before the turn before it"}, "person"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := newEngine().Evaluate(t.Context(), transcript(tt.turns...))
			require.NoError(t, err)
			assert.Equal(t, tt.notes, d.Notes)
			require.Equal(t, escalate.Transfer, d.Action)
			ev := d.Reasons[0].Evidence[0]
			assert.Equal(t, tt.quote, ev.Quote)
			assert.Equal(t, tt.quote, tt.turns[ev.Turn].Text[ev.Start:ev.End])
		})
	}
}

func TestTenThousandTurns(t *testing.T) {
	tr := transcript()
	for range 5000 {
		tr.Turns = append(tr.Turns, customer("where?"), bot("there"))
	}
	d, err := newEngine().Evaluate(t.Context(), tr)
	require.NoError(t, err)
	assert.Equal(t, 9998, d.Turn)
}

func TestDetectorsThatFail(t *testing.T) {
	kinds := []escalate.Kind{escalate.EmotionAnger}
	broken := func(name string, f func(p *escalate.Pass) error) escalate.Detector {
		return escalate.NewDetector(escalate.Info{Name: name, Kinds: kinds}, func(_ context.Context, p *escalate.Pass) error { return f(p) })
	}
	at := func(turn, start, end int) func(p *escalate.Pass) error {
		return func(p *escalate.Pass) error {
			p.Report(escalate.Signal{Kind: escalate.EmotionAnger, Score: 1, Evidence: []escalate.Evidence{{Turn: turn, Start: start, End: end}}})
			return nil
		}
	}
	score := func(s float64) func(p *escalate.Pass) error {
		return func(p *escalate.Pass) error { p.Find(escalate.EmotionAnger, escalate.Score(s), 0, 1); return nil }
	}
	cyclic := (*escalate.Resource[int])(nil)
	cyclic = escalate.NewResource("cycle", func(ctx context.Context, p *escalate.Pass) (int, error) { return cyclic.Of(ctx, p) })
	tests := []struct {
		name string
		f    func(p *escalate.Pass) error
		want string
	}{
		{"error", func(*escalate.Pass) error { return errors.New("no model") }, "no model"},
		{"panic", func(*escalate.Pass) error { panic("boom") }, "panic: boom"},
		{"other kind", func(p *escalate.Pass) error { p.Find("a.b", 1, 0, 1); return nil }, `signal "a.b": not among`},
		{"NaN", score(math.NaN()), "score NaN outside [0,1]"},
		{"over one", score(1.0001), "score 1.0001 outside [0,1]"},
		{"span past the end", at(0, 0, 99), "evidence [0,99) of turn 0 is not within"},
		{"empty span", at(0, 2, 2), "not within"},
		{"inside a rune", at(0, 1, 9), "not on rune boundaries"},
		{"a turn to come", at(1, 0, 1), "evidence in turn 1"},
		{"unknown act", func(p *escalate.Pass) error { p.Act("dance"); return nil }, `unknown act "dance"`},
		{"cycle", func(p *escalate.Pass) error { _, err := cyclic.Of(context.Background(), p); return err }, `resource "cycle" needs itself`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := newEngine(broken("broken", tt.f)).Evaluate(t.Context(), transcript(customer("đ a person")))
			require.NoError(t, err)
			assert.Equal(t, escalate.Transfer, d.Action, "the decision rests on the others")
			assert.Equal(t, []string{"broken"}, d.Failed)
			assert.NotContains(t, d.Signals, escalate.EmotionAnger)
			var failed *escalate.DetectorError
			require.ErrorAs(t, d.Err(), &failed)
			assert.Equal(t, "broken", failed.Detector)
			assert.ErrorContains(t, d.Err(), tt.want)
		})
	}
}

func TestOutOfTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d, err := newEngine().Evaluate(ctx, transcript(customer("a person")))
	require.NoError(t, err)
	assert.Equal(t, []string{"anger", "danger", "flow", "human", "repeats"}, d.Failed)
	assert.ErrorIs(t, d.Err(), context.Canceled)
}

func TestPoliciesThatFail(t *testing.T) {
	tests := []struct {
		name string
		f    func(*escalate.View) escalate.Verdict
		want string
	}{
		{"panic", func(*escalate.View) escalate.Verdict { panic("boom") }, "panic: boom"},
		{"no reason", func(*escalate.View) escalate.Verdict { return escalate.Verdict{Action: escalate.Offer} }, "offer without a reason"},
		{"score", func(*escalate.View) escalate.Verdict { return escalate.Verdict{Score: 2} }, "score 2 outside [0,1]"},
		{"action", func(*escalate.View) escalate.Verdict { return escalate.Verdict{Action: 9} }, "invalid action(9)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := newEngine().WithPolicy(policyFunc(tt.f))
			require.NoError(t, err)
			_, err = e.Evaluate(t.Context(), transcript(customer("x")))
			var perr *escalate.PolicyError
			require.ErrorAs(t, err, &perr)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

type policyFunc func(*escalate.View) escalate.Verdict

func (policyFunc) Info() escalate.PolicyInfo                  { return escalate.PolicyInfo{Name: "func"} }
func (f policyFunc) Decide(v *escalate.View) escalate.Verdict { return f(v) }

func TestNewReportsEveryMistake(t *testing.T) {
	_, err := escalate.New(nil, escalate.WithDetectors(nil,
		escalate.NewDetector(escalate.Info{Name: "Bad Name", Kinds: []escalate.Kind{"x"}, Roles: []escalate.Role{0}}, nil),
		escalate.NewDetector(escalate.Info{Name: "twice"}, nil), escalate.NewDetector(escalate.Info{Name: "twice"}, nil)))
	for _, want := range []string{"policy is nil", "detector 0 is nil", `invalid name "Bad Name"`, `invalid kind "x"`, "invalid role role(0)", `a second one named "twice"`} {
		assert.ErrorContains(t, err, want)
	}
}

// A kind whose detectors do not know the customer's language is unverified.
func TestUnverified(t *testing.T) {
	lang := escalate.NewDetector(escalate.Info{Name: "lang", Doc: "x"}, func(_ context.Context, p *escalate.Pass) error {
		if tag := p.Turn().Lang; tag != "" {
			p.SetLanguage(escalate.Language{Tag: tag, ISO639_3: "und", Script: "Zyyy"})
		}
		return nil
	})
	nop := func(context.Context, *escalate.Pass) error { return nil }
	e, err := escalate.New(simple{}, escalate.WithDetectors(lang,
		escalate.NewDetector(escalate.Info{Name: "a", Kinds: []escalate.Kind{"x.a", "x.b"}, Languages: []string{"en", "zh"}}, nop),
		escalate.NewDetector(escalate.Info{Name: "b", Kinds: []escalate.Kind{"x.b"}, Languages: []string{"vi"}}, nop),
		escalate.NewDetector(escalate.Info{Name: "c", Kinds: []escalate.Kind{"x.c"}}, nop)))
	require.NoError(t, err)
	for tag, want := range map[string][]escalate.Kind{"": {}, "und": {}, "en-GB": {}, "zh-Hant": {}, "vi": {"x.a"}, "ti": {"x.a", "x.b"}} {
		d, err := e.Evaluate(t.Context(), transcript(escalate.Turn{Role: escalate.Customer, Text: "x", Lang: tag}, escalate.Turn{Role: escalate.Customer, Text: "x"}))
		require.NoError(t, err)
		assert.Equal(t, want, d.Unverified, tag)
	}
}

func TestResourceIsComputedOnceATurn(t *testing.T) {
	calls := 0
	length := escalate.NewResource("length", func(_ context.Context, p *escalate.Pass) (int, error) { calls++; return len(p.Text()), nil })
	user := func(name string) escalate.Detector {
		return escalate.NewDetector(escalate.Info{Name: name, Roles: []escalate.Role{escalate.Customer, escalate.Bot}}, func(ctx context.Context, p *escalate.Pass) error {
			n, err := length.Of(ctx, p)
			assert.Equal(t, len(p.Text()), n)
			return err
		})
	}
	e, err := escalate.New(simple{}, escalate.WithDetectors(user("a"), user("b")))
	require.NoError(t, err)
	_, err = e.Evaluate(t.Context(), transcript(bot("abc"), customer("hello")))
	require.NoError(t, err)
	assert.Equal(t, 2, calls)
}
