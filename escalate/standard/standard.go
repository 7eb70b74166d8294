// Package standard is the engine with everything built in.
//
//	engine, err := standard.New()
//
// It adds nothing that cannot be written by hand: the language detector of
// package langdetect, the detectors of packages detect and sentiment on the
// sentence encoder, and the policy "balanced" of policy/presets. Package light,
// beside it, is the engine of microseconds.
//
// # Cost
//
// The first call of New unpacks the encoder and compiles the phrases: some 0.2 s
// and 60 MB; later calls share them. A customer turn costs one pass of the
// encoder, 3 to 10 ms for a short message on one core; see the benchmarks.
package standard

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// The heads on the encoder's vectors and phrases, learnt from detect/corpus; its
// README has the command.
//
//go:embed messages.model
var messages []byte

// Languages are those that the message detectors know, as BCP 47 tags. The
// slice is the caller's.
func Languages() []string {
	return []string{"ar", "de", "en", "es", "fil", "fr", "he", "hi", "id", "it", "ja", "ko", "ms", "nl", "pl", "pt", "ru", "sw",
		"th", "tl", "tr", "uk", "vi", "zh"}
}

// New returns the standard engine. Options add detectors, which run after the
// built-in ones, or replace the policy. Engines share their detectors, which are
// made once.
func New(opts ...escalate.Option) (*escalate.Engine, error) {
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

var detectors = sync.OnceValues(func() ([]escalate.Detector, error) {
	model, err := layers.Model()
	if err != nil {
		return nil, err
	}
	heads, err := classify.Load(messages)
	if err != nil {
		return nil, err
	}
	lex, err := detect.Lexicon()
	if err != nil {
		return nil, err
	}
	lang, err := langdetect.NewDetector()
	if err != nil {
		return nil, err
	}
	ph := detect.NewPhrases(lex)
	scorer, err := detect.NewClassifier(heads, ph, detect.NewVectors(model, model.Layers()), Languages())
	if err != nil {
		return nil, err
	}
	// Of the messages of detect/corpus in which phrases say so with 0.8 or more,
	// 83 in a hundred ask for a person (detect/internal/weigh -report).
	scorer.Trust(escalate.RequestHuman, 0.8, 0.83)
	all := []escalate.Detector{lang}
	all = append(all, detect.Messages(scorer)...)
	all = append(all, sentiment.Detectors(scorer)...)
	return append(all, detect.Conversation(ph)...), nil
})
