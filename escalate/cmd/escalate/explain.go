package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
)

var explainCommand = command{
	name: "explain",
	args: "[-policy NAME|FILE] [-turn N] [-json] [-light] [FILE...]",
	does: "read transcripts, say why the policy decides as it does, and what would change that",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		x := &explainer{}
		name := fs.String("policy", "balanced", "a preset's `name` or a policy file")
		fs.IntVar(&x.turn, "turn", -1, "explain at turn `N` of the transcript, from 0; -1 for the last customer turn")
		fs.BoolVar(&x.json, "json", false, "write a JSON value a line")
		isLight := fs.Bool("light", false, "use the engine of microseconds")
		return func(ctx context.Context, args []string, std stdio) (int, error) {
			p, err := loadPolicy(*name)
			if err != nil {
				return 2, err
			}
			e, err := newEngine(*isLight, p, p.Detectors()...)
			if err != nil {
				return 2, err
			}
			x.policy, x.engine = p, e
			pump := newPump(ctx, std.err, func(ctx context.Context, j *job) (any, error) { return x.explain(ctx, j.data) })
			pump.sink = func(v any) error {
				b, ok := v.([]byte)
				if !ok {
					return fmt.Errorf("unexpected %T", v)
				}
				_, err := std.out.Write(b)
				return err
			}
			if err := pump.files(args, std.in); err != nil || !pump.ok {
				return 1, err
			}
			return 0, nil
		}
	},
}

type explainer struct {
	policy *policy.Policy
	engine *escalate.Engine
	turn   int
	json   bool
}

// explained is a decision and why the policy made it.
type explained struct {
	Decision    *escalate.Decision  `json:"decision"`
	Explanation *policy.Explanation `json:"explanation"`
}

func (x *explainer) explain(ctx context.Context, line []byte) ([]byte, error) {
	var t escalate.Transcript
	if err := json.Unmarshal(line, &t); err != nil {
		return nil, err
	}
	last := -1
	for i, turn := range t.Turns {
		if turn.Role == escalate.Customer && (x.turn < 0 || i == x.turn) {
			last = i
		}
	}
	if last < 0 {
		return nil, &escalate.InputError{ID: t.ID, Turn: x.turn, Err: escalate.ErrNoCustomerTurn}
	}
	t.Turns = t.Turns[:last+1]
	readings, err := x.engine.Read(ctx, t)
	if err != nil {
		return nil, err
	}
	var out explained
	watched := policy.Observe(x.policy, func(v *escalate.View, _ escalate.Verdict) {
		if v.Reading().Turn == last {
			out.Explanation = x.policy.Explain(v)
		}
	})
	j, err := escalate.NewJudge(watched, t.Conversation)
	if err != nil {
		return nil, err
	}
	for _, r := range readings {
		d, err := j.Judge(r)
		if err != nil {
			return nil, err
		}
		if d != nil {
			out.Decision = d
		}
	}
	return x.format(&out)
}

func (x *explainer) format(out *explained) ([]byte, error) {
	if x.json {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err := enc.Encode(out)
		return b.Bytes(), err
	}
	var b bytes.Buffer
	if out.Decision.ID != "" {
		fmt.Fprintf(&b, "%s ", out.Decision.ID)
	}
	fmt.Fprintf(&b, "%v\nwhy: %v\n", out.Decision, out.Explanation)
	return b.Bytes(), nil
}
