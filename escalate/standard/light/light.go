// Package light is the engine of microseconds: phrases without the encoder.
package light

import (
	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// New returns the light engine. Options are those of standard.New.
func New(opts ...escalate.Option) (*escalate.Engine, error) {
	p, err := presets.Balanced()
	if err != nil {
		return nil, err
	}
	lex, err := detect.Lexicon()
	if err != nil {
		return nil, err
	}
	ph := detect.NewPhrases(lex)
	all := detect.Messages(ph)
	all = append(all, sentiment.Detectors(ph)...)
	all = append(all, detect.Conversation(ph)...)
	return escalate.New(p, escalate.WithDetectors(all...), escalate.Options(opts))
}
