package detect_test

import (
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func phrases(t *testing.T) *detect.Phrases {
	t.Helper()
	lex, err := detect.Lexicon()
	require.NoError(t, err)
	return detect.NewPhrases(lex)
}

func TestDetectorsKeepTheRules(t *testing.T) {
	ph := phrases(t)
	for _, d := range append(detect.Messages(ph), detect.Conversation(detect.NewMoves(ph, nil, nil))...) {
		t.Run(d.Info().Name, func(t *testing.T) { assert.NoError(t, escalatetest.TestDetector(d)) })
	}
}

func TestLexiconKnowsItsLanguages(t *testing.T) {
	lex, err := detect.Lexicon()
	require.NoError(t, err)
	assert.Subset(t, lex.Languages(), []string{"en", "vi"})
	for _, d := range detect.Messages(detect.NewPhrases(lex)) {
		for _, k := range d.Info().Kinds {
			assert.Contains(t, lex.Groups(), string(k), "a message detector without phrases")
		}
	}
	for _, g := range []string{"act.accept", "act.decline", "act.withdraw", "act.progress", "act.ask_if_bot", "act.offer_human", "act.promise_human", "bot.fallback", "bot.misread"} {
		assert.Contains(t, lex.Groups(), g)
	}
}

// Phrases that are scoped away do not count.
func TestScopes(t *testing.T) {
	e, err := escalate.New(keep{}, escalate.WithDetectors(detect.Messages(phrases(t))...))
	require.NoError(t, err)
	tests := []struct {
		text string
		want escalate.Kind // "" for none
	}{
		{"can i talk to a real person", escalate.RequestHuman},
		{"i don't need to talk to a person, you're fine", ""},
		{"what happens if i dispute this charge?", ""},
		{"i want to dispute this charge", escalate.DisputeCharge},
		{"last year i asked to speak to a manager and it's all sorted now", ""},
		{"my travel agent said so", ""},
		{"tôi muốn gặp nhân viên", escalate.RequestHuman},
		{"toi muon gap nhan vien", escalate.RequestHuman},
		{"không cần gặp nhân viên đâu", ""},
		{"someone hacked my account", escalate.UrgencySecurity},
		{"she can't breathe and her face is swelling", escalate.UrgencyEmergency},
		{"dying to try the new flavour", ""},
		{"boarding in 20 minutes and no boarding pass", escalate.UrgencyDeadline},
		{"i'm going to the ombudsman", escalate.DisputeLegal},
		{"i want to lodge a formal complaint", escalate.DisputeComplaint},
		{"my husband passed away last month", escalate.SpecialVulnerable},
		{"could you waive the late fee just this once", escalate.SpecialException},
		{"are you a robot?", escalate.BotUnfamiliar},
	}
	for _, tt := range tests {
		d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: tt.text}}})
		require.NoError(t, err)
		if tt.want == "" {
			for k, s := range d.Signals {
				assert.Less(t, s, escalate.Score(0.5), "%s: %s", tt.text, k)
			}
			continue
		}
		assert.GreaterOrEqual(t, d.Signals[tt.want], escalate.Score(0.5), "%s: %v", tt.text, d.Signals)
	}
}

// keep is a policy that lets the bot go on.
type keep struct{}

func (keep) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "keep"} }
func (keep) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }
