package main

import (
	"context"
	"encoding/json"
	"flag"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/policy/trained"
)

var decideCommand = command{
	name: "decide",
	args: "[-turns] [-light] [-policy NAME|FILE] [-bot-languages TAGS] [FILE...]",
	does: "read transcripts, write decisions",
	setup: func(fs *flag.FlagSet) func() (lineFunc, error) {
		turns := fs.Bool("turns", false, "decide at every customer turn, not only the last")
		isLight := fs.Bool("light", false, "use the engine of microseconds")
		name := fs.String("policy", "balanced", "a preset's `name` or a policy file")
		langs := fs.String("bot-languages", "", "the bot's languages as BCP 47 `tags`, comma-separated, where a transcript does not say")
		return func() (lineFunc, error) {
			p, err := loadPolicy(*name)
			if err != nil {
				return nil, err
			}
			e, err := newEngine(*isLight, p, p.Detectors()...)
			if err != nil {
				return nil, err
			}
			d := decider{engine: e, turns: *turns}
			for tag := range strings.SplitSeq(*langs, ",") {
				if tag = strings.TrimSpace(tag); tag != "" {
					d.languages = append(d.languages, tag)
				}
			}
			return d.line, nil
		}
	},
}

// loadPolicy loads a preset by its name, else a file.
func loadPolicy(name string) (*policy.Policy, error) {
	if slices.Contains(presets.Names(), name) {
		return presets.Load(name)
	}
	return policy.Load(name, policy.WithClassifiers(trained.Load))
}

// newEngine returns an engine with detectors beside the built-in ones.
func newEngine(isLight bool, p escalate.Policy, own ...escalate.Detector) (*escalate.Engine, error) {
	opts := escalate.Options{escalate.WithPolicy(p), escalate.WithDetectors(own...)}
	if isLight {
		return light.New(opts)
	}
	return standard.New(opts)
}

type decider struct {
	engine    *escalate.Engine
	turns     bool
	languages []string
}

func (d *decider) line(ctx context.Context, line []byte) (any, error) {
	var t escalate.Transcript
	if err := json.Unmarshal(line, &t); err != nil {
		return nil, err
	}
	if t.BotLanguages == nil {
		t.BotLanguages = d.languages
	}
	if !d.turns {
		return d.engine.Evaluate(ctx, t)
	}
	ds, err := d.engine.EvaluateTurns(ctx, t)
	if err != nil {
		return nil, err
	}
	return struct {
		ID        string               `json:"id"`
		Decisions []*escalate.Decision `json:"decisions"`
	}{t.ID, ds}, nil
}
