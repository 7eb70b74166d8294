package prose_test

import (
	"context"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/sentiment/prose"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDetectorKeepsTheRules(t *testing.T) {
	assert.NoError(t, escalatetest.TestDetector(prose.New()))
}

func TestParse(t *testing.T) {
	g, err := prose.Parse("If the Berlin train is late, can I take the next one, and who pays for the hotel?")
	require.NoError(t, err)
	assert.Equal(t, 1, g.Conditions)
	assert.GreaterOrEqual(t, g.Questions, 2, "a question word and a question mark")
	assert.GreaterOrEqual(t, g.Verbs, 2)
	assert.GreaterOrEqual(t, g.Nouns, 2)

	short, err := prose.Parse("the blue one")
	require.NoError(t, err)
	assert.Zero(t, short.Verbs+short.Questions+short.Conditions)
}

// What the library is known to stumble over comes to a count, in good time.
func TestHostileText(t *testing.T) {
	for _, s := range []string{"\xff\xff\xff's", "ȺȺȺ's", "", strings.Repeat("!", 1<<20), strings.Repeat(" \t", 1<<19),
		strings.Repeat("a's ", 1<<18), "مرحبا كيف", strings.Repeat("’", 3000)} {
		g, err := prose.Parse(s)
		assert.NoError(t, err)
		assert.LessOrEqual(t, g.Words, 1024)
	}
}

// says is a detector that stands for a message model.
func says(kind escalate.Kind, score escalate.Score, tag string) escalate.Detector {
	return escalate.NewDetector(escalate.Info{Name: "model", Doc: "reports a fixed score", Kinds: []escalate.Kind{kind}}, func(_ context.Context, p *escalate.Pass) error {
		p.SetLanguage(escalate.Language{Tag: tag, Confidence: 1})
		p.Report(escalate.Signal{Kind: kind, Score: score})
		return nil
	})
}

func TestOnlyDoubtIsSettled(t *testing.T) {
	const involved = "can i move my booking to the 12th, and if that is not free would the voucher still cover it? also why does my last invoice show two nights when we left on Friday?"
	tests := []struct {
		name, text, tag string
		model           escalate.Score
		raised          bool // to a finding; else it stays none
	}{
		{"in doubt", involved, "en", 0.45, true},
		{"a plain message", "yes the first one", "en", 0.3, false},
		{"the model is sure", involved, "en", 0.05, false},
		{"another language", involved, "de", 0.45, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := escalate.New(quiet{}, escalate.WithDetectors(says(escalate.ComplexityMulti, tt.model, tt.tag), prose.New()))
			require.NoError(t, err)
			d, err := e.Evaluate(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: tt.text}}})
			require.NoError(t, err)
			require.NoError(t, d.Err())
			assert.GreaterOrEqual(t, d.Signals[escalate.ComplexityMulti], tt.model, "it never lowers a score")
			assert.Equal(t, tt.raised, d.Signals[escalate.ComplexityMulti] >= 0.5)
		})
	}
}

type quiet struct{}

func (quiet) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "quiet"} }
func (quiet) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }

func FuzzParse(f *testing.F) {
	f.Add("can i get a refund's?")
	f.Add("\xff\xff\xff's")
	f.Fuzz(func(t *testing.T, s string) {
		g, err := prose.Parse(s)
		assert.NoError(t, err)
		assert.GreaterOrEqual(t, min(g.Words, g.Verbs, g.Questions, g.Nouns, g.Numbers, g.Entities), 0)
	})
}
