// Package prose asks the grammar of an English message where the message
// models are in doubt whether it has several matters in it: how many things
// happen in it, how many questions and conditions it has, how many things and
// places it names.
//
//	engine, err := standard.New(escalate.WithDetectors(prose.New()))
//
// It rests on the part-of-speech tagger and the entity extractor of
// github.com/jdkato/prose, which is archived, knows English alone, and adds
// some 20 MB to a program and 0.3 s to the first message in doubt. The engines
// of this library do not use it.
//
// # What it brings
//
// Little that can be told from chance. Of the 218 English messages of the kept
// batch 7 have several matters in them: F1 goes from 0.86 to 0.93, one message.
// The same for complexity.specialist took F1 from 1.00 to 0.94, so that the
// grammar is not asked about it (go run ./sentiment/prose/internal/fit). What
// counts is mostly the number of words and of nouns.
package prose

import (
	"context"
	"math"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// Low and High bound the score of a message model at which the grammar is
// asked; outside, the model is nearly always right.
const Low, High = 0.15, 0.75

// New returns a detector that raises [escalate.ComplexityMulti] where the
// detectors before it leave it in doubt and the grammar of the message speaks
// for it. It never lowers a score: of two detectors the greater counts. It is silent where the language
// is not English.
//
// Fires on "can i move my booking to the 12th, and if that's not free would the
// voucher still cover it? also my last invoice shows two nights". Does not fire
// on "yes the first one and thanks".
func New() escalate.Detector { return detector{} }

type detector struct{}

func (detector) Info() escalate.Info {
	return escalate.Info{Name: "prose", Version: 1, Languages: []string{"en"},
		Kinds: []escalate.Kind{escalate.ComplexityMulti},
		Doc:   "Asks the grammar of English messages whether they have several matters in them. It settles what the models leave open."}
}

func (d detector) Detect(_ context.Context, p *escalate.Pass) error {
	if base, _, _ := strings.Cut(p.Language().Tag, "-"); base != "en" {
		return nil
	}
	s, ok := p.Reported(escalate.ComplexityMulti)
	if !ok || s.Score < Low || s.Score > High {
		return nil
	}
	g, err := Parse(p.Text())
	if err != nil {
		return err
	}
	if refined := escalate.Score(multi.score(float64(s.Score), &g)); refined > s.Score {
		s.Score = refined
		p.Report(s)
	}
	return nil
}

// fit is a logistic regression on the model's logit and the grammar.
type fit struct {
	shift, model float64
	grammar      [features]float64
}

func (f fit) score(model float64, g *Grammar) float64 {
	z := f.shift + float64(f.model*math.Log(model/(1-model)))
	for i, x := range g.Values() {
		z += float64(f.grammar[i] * x)
	}
	return 1 / (1 + math.Exp(-z))
}
