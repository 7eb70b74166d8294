package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy/presets"
)

var signalsCommand = command{
	name: "signals",
	args: "[-light] [-use-lang-hint] [FILE...]",
	does: "read customer messages, write the probability of every signal",
	setup: func(fs *flag.FlagSet) func() (lineFunc, error) {
		isLight := fs.Bool("light", false, "use the engine of microseconds")
		hint := fs.Bool("use-lang-hint", false, "believe the messages' lang; without it, it is not read")
		return func() (lineFunc, error) {
			p, err := presets.Balanced()
			if err != nil {
				return nil, err
			}
			e, err := newEngine(*isLight, p)
			if err != nil {
				return nil, err
			}
			return (&signaller{e, *hint}).line, nil
		}
	},
}

type signaller struct {
	engine *escalate.Engine
	hint   bool
}

func (s *signaller) line(ctx context.Context, line []byte) (any, error) {
	var in struct {
		ID   string  `json:"id"`
		Text *string `json:"text"`
		Lang string  `json:"lang"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	if in.Text == nil {
		return nil, errors.New("text is missing")
	}
	turn := escalate.Turn{Role: escalate.Customer, Text: *in.Text}
	if s.hint {
		turn.Lang = in.Lang
	}
	rs, err := s.engine.Read(ctx, escalate.Transcript{Conversation: escalate.Conversation{ID: in.ID}, Turns: []escalate.Turn{turn}})
	if err != nil {
		return nil, err
	}
	r := rs[0]
	signals := make(map[escalate.Kind]escalate.Score, len(r.Signals))
	for _, sig := range r.Signals {
		signals[sig.Kind] = sig.Score
	}
	return struct {
		ID       string                           `json:"id"`
		Signals  map[escalate.Kind]escalate.Score `json:"signals"`
		Language escalate.Language                `json:"language"`
		Failed   []string                         `json:"failed,omitempty"`
	}{in.ID, signals, r.Language, r.Failed}, nil
}
