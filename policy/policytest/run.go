package policytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
)

// Status is what became of a test.
type Status string

const (
	// Passed and Failed are what they say.
	Passed Status = "passed"
	Failed Status = "failed"
	// Todo is a test that fails as its todo says it would.
	Todo Status = "todo"
)

// Result is what became of one test.
type Result struct {
	Test   *Test
	Status Status
	// Failures are file:line: problem, one for each turn that went wrong.
	Failures []string
}

// Report is what became of a suite.
type Report struct {
	Name     string
	Policy   escalate.PolicyInfo
	Results  []Result
	Coverage Coverage
}

// Count returns how many tests ended so.
func (r *Report) Count(s Status) int {
	n := 0
	for _, x := range r.Results {
		if x.Status == s {
			n++
		}
	}
	return n
}

// An Option configures a run. The options are [WithEngine], [LoadWith],
// [MinCoverage] and [MinMutation].
type Option func(*config)

type config struct {
	engine                func(...escalate.Option) (*escalate.Engine, error)
	minCoverage, minScore float64
	load                  []policy.Option
}

// WithEngine gives the engine that reads the words in tests, for instance
// standard.New or light.New. It is made when the first test needs it, with the
// detectors that the policy brings.
func WithEngine(f func(...escalate.Option) (*escalate.Engine, error)) Option {
	return func(c *config) { c.engine = f }
}

// Run runs the tests. The error is one of reading words: no engine, or one that
// cannot be made.
func (s *Suite) Run(ctx context.Context, opts ...Option) (*Report, error) {
	read, err := s.read(ctx, newConfig(opts))
	if err != nil {
		return nil, err
	}
	r := &Report{Name: s.Name, Policy: s.Policy.Info()}
	cov := newCollector()
	watched := policy.Observe(s.Policy, func(v *escalate.View, _ escalate.Verdict) { cov.add(s.Policy.Trace(v)) })
	for i := range s.Tests {
		r.Results = append(r.Results, s.Tests[i].result(watched, read[i]))
	}
	r.Coverage = cov.coverage()
	return r, nil
}

func newConfig(opts []Option) *config {
	c := &config{}
	for _, o := range opts {
		o(c)
	}
	return c
}

// conversation is a test's conversation as read: a reading for each turn.
type conversation []escalate.Reading

// read makes the readings of every test. Those with words are read by the
// engine, once, whatever number of policies is judged on them.
func (s *Suite) read(ctx context.Context, c *config) ([][]conversation, error) {
	out := make([][]conversation, len(s.Tests))
	var engine *escalate.Engine
	for i := range s.Tests {
		t := &s.Tests[i]
		if t.words() && engine == nil {
			if c.engine == nil {
				return nil, fmt.Errorf("%s:%d: the test has words, and there is no engine to read them (see policytest.WithEngine)", t.File, t.Line)
			}
			e, err := c.engine(escalate.WithPolicy(s.Policy), escalate.WithDetectors(s.Policy.Detectors()...))
			if err != nil {
				return nil, err
			}
			engine = e
		}
		for _, turns := range t.conversations() {
			conv, err := t.read(ctx, engine, turns)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", t.File, t.Line, err)
			}
			out[i] = append(out[i], conv)
		}
	}
	return out, nil
}

func (t *Test) words() bool {
	return slices.ContainsFunc(t.Turns, func(t Turn) bool { return t.Turn.Text != "" })
}

func (t *Test) conversations() [][]Turn {
	if !t.Each {
		return [][]Turn{t.Turns}
	}
	var out [][]Turn
	for i := range t.Turns {
		out = append(out, t.Turns[i:i+1])
	}
	return out
}

func (t *Test) read(ctx context.Context, engine *escalate.Engine, turns []Turn) (conversation, error) {
	var reader *escalate.Reader
	if t.words() {
		r, err := engine.Reader(t.Conversation)
		if err != nil {
			return nil, err
		}
		reader = r
	}
	var out conversation
	for i, turn := range turns {
		r := escalate.Reading{Turn: i, Role: turn.Turn.Role, Language: escalate.Und}
		if reader != nil {
			var err error
			if r, err = reader.Read(ctx, turn.Turn); err != nil {
				return nil, err
			}
			if len(r.Failures) > 0 {
				return nil, r.Failures[0]
			}
		}
		turn.inject(&r)
		out = append(out, r)
	}
	return out, nil
}

// inject puts what the test says over what was read.
func (t *Turn) inject(r *escalate.Reading) {
	for k, s := range t.Signals {
		r.Signals = slices.DeleteFunc(r.Signals, func(x escalate.Signal) bool { return x.Kind == k })
		sig := escalate.Signal{Kind: k, Score: s}
		if r.Whole != nil {
			sig.Evidence = []escalate.Evidence{*r.Whole}
		}
		r.Signals = append(r.Signals, sig)
	}
	slices.SortFunc(r.Signals, func(a, b escalate.Signal) int { return cmp.Compare(a.Kind, b.Kind) })
	r.Acts = append(r.Acts, t.Acts...)
	slices.Sort(r.Acts)
	r.Acts = slices.Compact(r.Acts)
	if t.Language != "" {
		r.Language = escalate.Language{Tag: t.Language, Confidence: 1}
	}
}

func (t *Test) result(p escalate.Policy, read []conversation) Result {
	out := Result{Test: t, Status: Passed, Failures: t.judge(p, read)}
	switch {
	case len(out.Failures) > 0 && t.Todo != "":
		out.Status = Todo
	case len(out.Failures) > 0:
		out.Status = Failed
	case t.Todo != "":
		out.Status = Failed
		out.Failures = []string{fmt.Sprintf("%s:%d: passes, though marked todo (%s): take the mark away", t.File, t.Line, t.Todo)}
	}
	return out
}

// judge returns what went wrong.
func (t *Test) judge(p escalate.Policy, read []conversation) []string {
	var out []string
	for i, turns := range t.conversations() {
		j, err := escalate.NewJudge(p, t.Conversation)
		if err != nil {
			return []string{fmt.Sprintf("%s:%d: %v", t.File, t.Line, err)}
		}
		stands := false
		for k, turn := range turns {
			d, err := j.Judge(read[i][k])
			switch {
			case err != nil:
				out = append(out, fmt.Sprintf("%s:%d: %v", t.File, turn.Line, err))
			case d == nil:
				stands = stands && turn.Turn.Role != escalate.Agent
			default:
				if problem := turn.check(d, stands); problem != "" {
					out = append(out, fmt.Sprintf("%s:%d: %s", t.File, turn.Line, problem))
				}
				stands = d.Action == escalate.Transfer
			}
		}
	}
	return out
}

// check compares a decision with what the turn wants; "" if they agree.
func (t *Turn) check(d *escalate.Decision, stands bool) string {
	w := t.Want
	if w == nil {
		if d.Action == escalate.Continue || stands && d.Action == escalate.Transfer {
			return ""
		}
		w = &Want{}
	}
	named := w.Rule == "" || slices.ContainsFunc(d.Reasons, func(r escalate.Reason) bool { return r.Rule == w.Rule })
	if d.Action == w.Action && d.Priority == w.Priority && d.Availability == w.Availability && (w.Queue == "" || w.Queue == d.Queue) && named {
		return ""
	}
	return fmt.Sprintf("got %s, want %s", got(d), w)
}

func (w *Want) String() string {
	s := words(w.Action, w.Priority, w.Queue, w.Availability)
	if w.Rule != "" {
		s += " rule " + w.Rule
	}
	return s
}

func words(a escalate.Action, p escalate.Priority, queue string, v escalate.Availability) string {
	s := a.String()
	if p != escalate.Normal {
		s += " " + p.String()
	}
	if queue != "" {
		s += " queue " + queue
	}
	if v != escalate.Now {
		s += " " + v.String()
	}
	return s
}

func got(d *escalate.Decision) string {
	s := words(d.Action, d.Priority, d.Queue, d.Availability)
	var rules []string
	for _, r := range d.Reasons {
		rules = append(rules, r.Rule)
	}
	switch {
	case len(rules) > 0:
		s += " rule " + strings.Join(rules, ", ")
	case len(d.NearMisses) > 0:
		s += fmt.Sprintf(" (closest: %s, %s)", d.NearMisses[0].Rule, d.NearMisses[0].Missing)
	}
	return s
}

// Err joins the failures of the tests that must pass; nil if there are none.
func (r *Report) Err() error {
	var errs []error
	for _, x := range r.Results {
		if x.Status == Failed {
			for _, f := range x.Failures {
				errs = append(errs, errors.New(f))
			}
		}
	}
	return errors.Join(errs...)
}
