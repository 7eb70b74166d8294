// Package standard is the engine with everything built in.
//
//	engine, err := standard.New()
//
// It adds nothing that cannot be written by hand: the detectors of packages
// langdetect, detect and sentiment, and the policy "balanced" of
// policy/presets. Package light, beside it, is the engine of microseconds.
package standard

import (
	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/sentiment"
)

// New returns the standard engine. Options add detectors, which run after the
// built-in ones, or replace the policy.
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
