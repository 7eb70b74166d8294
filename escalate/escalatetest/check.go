package escalatetest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/go-handoff/handoff/escalate"
)

// Found is the score from which a signal that nobody wanted is a failure.
const Found = 0.5

// Run parses the .chat files that match the patterns in fsys and checks e
// against each, as subtests. Finding no file is a failure.
func Run(t *testing.T, e *escalate.Engine, fsys fs.FS, patterns ...string) {
	t.Helper()
	n := 0
	for _, pattern := range patterns {
		names, err := fs.Glob(fsys, pattern)
		if err != nil {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			n++
			t.Run(name, func(t *testing.T) {
				data, err := fs.ReadFile(fsys, name)
				if err != nil {
					t.Fatal(err)
				}
				chat, err := ParseChat(name, data)
				if err != nil {
					t.Fatal(err)
				}
				if err := chat.Check(t.Context(), e); err != nil {
					t.Error(err)
				}
			})
		}
	}
	if n == 0 {
		t.Fatalf("no file matches %q", patterns)
	}
}

// Check runs the conversation through e and returns every expectation that was
// not met, and everything found that was not expected, joined; each is
// name:line: problem.
func (c *Chat) Check(ctx context.Context, e *escalate.Engine) error {
	reader, err := e.Reader(c.Transcript.Conversation)
	if err != nil {
		return fmt.Errorf("%s:1: %w", c.Name, err)
	}
	judge, err := escalate.NewJudge(e.Policy(), c.Transcript.Conversation)
	if err != nil {
		return fmt.Errorf("%s:1: %w", c.Name, err)
	}
	var errs []error
	stands := false
	for i, turn := range c.Transcript.Turns {
		r, err := reader.Read(ctx, turn)
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("%s:%d: %w", c.Name, c.Lines[i], err))...)
		}
		d, err := judge.Judge(r)
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("%s:%d: %w", c.Name, c.Lines[i], err))...)
		}
		if d == nil {
			stands = stands && turn.Role != escalate.Agent
			continue
		}
		for _, f := range r.Failures {
			errs = append(errs, fmt.Errorf("%s:%d: %w", c.Name, c.Lines[i], f))
		}
		errs = append(errs, c.turn(i, &r, d, stands)...)
		stands = d.Action == escalate.Transfer
	}
	return errors.Join(errs...)
}

// turn checks one customer turn.
func (c *Chat) turn(i int, r *escalate.Reading, d *escalate.Decision, stands bool) (errs []error) {
	fail := func(line int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s:%d: %s", c.Name, line, fmt.Sprintf(format, args...)))
	}
	wants := c.Wants[i]
	signals, decision := false, false
	wanted := map[escalate.Kind]bool{}
	for _, w := range wants {
		switch {
		case w.Nothing:
			signals, decision = true, true
			if d.Action != escalate.Continue {
				fail(w.Line, "decision = %s, want nothing\n%s", d.Action, d)
			}
		case w.Kind != "":
			signals, wanted[w.Kind] = true, true
			s, _ := r.Signal(w.Kind)
			if s.Score < w.Low || s.Score > w.High {
				fail(w.Line, "%s = %.2f, want %.2f..%.2f", w.Kind, s.Score, w.Low, w.High)
			}
			if w.Quote != "" && !quotes(s, w.Quote) {
				fail(w.Line, "%s quotes %q, want %q", w.Kind, quoted(s), w.Quote)
			}
		default:
			decision = true
			c.decision(&w, d, fail)
		}
	}
	if len(wants) == 0 && d.Action != escalate.Continue && !(stands && d.Action == escalate.Transfer) {
		fail(c.Lines[i], "decision = %s, nothing wanted\n%s", d.Action, d)
	}
	if signals || len(wants) == 0 && !decision {
		for _, s := range r.Signals {
			if s.Score >= Found && !wanted[s.Kind] && !(len(wants) == 0 && stands) {
				fail(c.Lines[i], "%s = %.2f on %q, not wanted", s.Kind, s.Score, quoted(s))
			}
		}
	}
	return errs
}

func (c *Chat) decision(w *Want, d *escalate.Decision, fail func(int, string, ...any)) {
	if d.Action != w.Action || d.Priority != w.Priority {
		fail(w.Line, "decision = %s %s, want %s %s\n%s", d.Action, d.Priority, w.Action, w.Priority, d)
	}
	if w.Queue != "" && d.Queue != w.Queue {
		fail(w.Line, "queue = %q, want %q", d.Queue, w.Queue)
	}
	if w.Rule != "" {
		var rules []string
		for _, r := range d.Reasons {
			if r.Rule == w.Rule {
				return
			}
			rules = append(rules, r.Rule)
		}
		fail(w.Line, "rules = %q, want %q among them", rules, w.Rule)
	}
}

func quotes(s escalate.Signal, quote string) bool {
	for _, e := range s.Evidence {
		if e.Quote == quote {
			return true
		}
	}
	return false
}

func quoted(s escalate.Signal) []string {
	out := make([]string, len(s.Evidence))
	for i, e := range s.Evidence {
		out[i] = e.Quote
	}
	return out
}
