// Package parts puts the built-in detectors together for the two engines, which
// differ in their vectors and heads alone.
package parts

import (
	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// Detectors returns the built-in detectors with message models of the vectors v
// and the heads, in languages (those of the lexicons if nil).
func Detectors(v *detect.Vectors, heads []byte, languages []string) ([]escalate.Detector, error) {
	model, err := classify.Load(heads)
	if err != nil {
		return nil, err
	}
	lex, err := detect.Lexicon()
	if err != nil {
		return nil, err
	}
	if languages == nil {
		languages = lex.Languages()
	}
	lang, err := langdetect.NewDetector()
	if err != nil {
		return nil, err
	}
	ph := detect.NewPhrases(lex)
	scorer, err := detect.NewClassifier(model, ph, v, languages)
	if err != nil {
		return nil, err
	}
	// Of the messages of detect/corpus in which phrases say so with 0.8 or more,
	// 83 in a hundred ask for a person (detect/internal/weigh -report).
	scorer.Trust(escalate.RequestHuman, 0.8, 0.83)
	all := []escalate.Detector{lang}
	all = append(all, detect.Messages(scorer)...)
	all = append(all, sentiment.Detectors(scorer)...)
	return append(all, detect.Conversation(detect.NewMoves(ph, v))...), nil
}

// Engine returns an engine of the detectors with the balanced policy.
func Engine(detectors func() ([]escalate.Detector, error), opts []escalate.Option) (*escalate.Engine, error) {
	p, err := presets.Balanced()
	if err != nil {
		return nil, err
	}
	ds, err := detectors()
	if err != nil {
		return nil, err
	}
	return escalate.New(p, escalate.WithDetectors(ds...), escalate.Options(opts))
}
