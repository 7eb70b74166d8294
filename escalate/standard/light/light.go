// Package light is the engine of microseconds: phrases and the encoder's piece
// vectors, no layers.
//
//	engine, err := light.New()
//
// It reports the same signals as package standard and misses more of them: what
// is said in unusual words, or in languages without a lexicon. The README has
// the two side by side.
package light

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// The heads on piece vectors and phrases, learnt from detect/corpus; its README
// has the command.
//
//go:embed messages.model
var messages []byte

// Languages are those that the message detectors know, as BCP 47 tags: the
// languages that have a lexicon. The slice is the caller's; it is nil if the
// lexicons do not load, of which New gives the error.
func Languages() []string {
	lex, err := detect.Lexicon()
	if err != nil {
		return nil
	}
	return lex.Languages()
}

// New returns the light engine. Options are those of standard.New.
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
	model, err := pieces.Model()
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
	scorer, err := detect.NewClassifier(heads, ph, detect.NewVectors(model, 0), lex.Languages())
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
