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

// Of the messages of detect/corpus in which phrases ask for a person with 0.8 or
// more, 91 in a hundred do (detect/internal/weigh -report).
const certain, right = 0.8, 0.91

// Languages are those of detect/corpus, as BCP 47 tags: both engines know them,
// how well the README says. The slice is the caller's.
func Languages() []string {
	return []string{"ar", "de", "en", "es", "fil", "fr", "he", "hi", "id", "it", "ja", "ko", "ms", "nl", "pl", "pt", "ru", "sw",
		"th", "tl", "tr", "uk", "vi", "zh"}
}

// Standard returns the built-in detectors on tuned layers v and their weights.
func Standard(v *detect.Vectors, weights string) ([]escalate.Detector, error) {
	ph, err := phrases()
	if err != nil {
		return nil, err
	}
	scorer, err := detect.NewCalibrated(v, ph, weights, Languages())
	if err != nil {
		return nil, err
	}
	scorer.Trust(escalate.RequestHuman, certain, right)
	return detectors(scorer, detect.NewMoves(ph, v, Languages()))
}

// Light returns the built-in detectors on vectors v and a model of them.
func Light(v *detect.Vectors, heads []byte) ([]escalate.Detector, error) {
	model, err := classify.Load(heads)
	if err != nil {
		return nil, err
	}
	ph, err := phrases()
	if err != nil {
		return nil, err
	}
	scorer, err := detect.NewClassifier(model, ph, v, Languages())
	if err != nil {
		return nil, err
	}
	scorer.Trust(escalate.RequestHuman, certain, right)
	return detectors(scorer, detect.NewMoves(ph, v, nil))
}

func phrases() (*detect.Phrases, error) {
	lex, err := detect.Lexicon()
	if err != nil {
		return nil, err
	}
	return detect.NewPhrases(lex), nil
}

func detectors(scorer detect.Scorer, moves *detect.Moves) ([]escalate.Detector, error) {
	lang, err := langdetect.NewDetector()
	if err != nil {
		return nil, err
	}
	all := []escalate.Detector{lang}
	all = append(all, detect.Messages(scorer)...)
	all = append(all, sentiment.Detectors(scorer)...)
	return append(all, detect.Conversation(moves)...), nil
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
