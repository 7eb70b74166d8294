package escalate

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// An Engine decides with a set of detectors and a policy. It is immutable and
// safe for concurrent use; it starts no goroutines.
type Engine struct {
	policy    Policy
	detectors []detector
	kinds     []declared
}

// detector is a Detector with its Info, asked for once.
type detector struct {
	Detector
	info Info
}

// declared is a kind and the languages in which some detector knows it; nil
// languages means all.
type declared struct {
	kind      Kind
	languages []string
}

// An Option configures [New]. The options are [WithDetectors], [WithPolicy]
// and [Options].
type Option interface{ apply(*config) }

type config struct {
	policy    Policy
	detectors []Detector
}

// Options is a bundle of options, for packages that hand out several at once.
type Options []Option

func (o Options) apply(c *config) {
	for _, x := range o {
		x.apply(c)
	}
}

type detectorsOption []Detector

func (o detectorsOption) apply(c *config) { c.detectors = append(c.detectors, o...) }

// WithDetectors adds detectors. They run in the order given: a language
// detector comes before those that ask for the language, and one that judges
// what others reported comes after them.
func WithDetectors(d ...Detector) Option { return detectorsOption(d) }

type policyOption struct{ Policy }

func (o policyOption) apply(c *config) { c.policy = o.Policy }

// WithPolicy replaces the policy given to New. It is for hosts of packages that
// give a default, as standard does.
func WithPolicy(p Policy) Option { return policyOption{p} }

// New returns an engine. The error joins every mistake in the arguments: a nil
// policy or detector, two detectors of one name, an invalid name or kind.
func New(p Policy, opts ...Option) (*Engine, error) {
	c := config{policy: p}
	Options(opts).apply(&c)
	e := &Engine{policy: c.policy}
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("escalate: "+format, args...)) }
	if c.policy == nil {
		fault("policy is nil")
	}
	for i, d := range c.detectors {
		if d == nil {
			fault("detector %d is nil", i)
			continue
		}
		info := d.Info()
		if !validName(info.Name) {
			fault("detector %d: invalid name %q (want lower case words joined by hyphens)", i, clip(info.Name, 60))
		}
		if slices.ContainsFunc(e.detectors, func(x detector) bool { return x.info.Name == info.Name }) {
			fault("detector %d: a second one named %q", i, clip(info.Name, 60))
		}
		for _, k := range info.Kinds {
			if !k.Valid() {
				fault("detector %q: invalid kind %q (want for instance \"emotion.anger\")", info.Name, clip(string(k), 60))
			}
		}
		for _, r := range info.Roles {
			if !r.valid() {
				fault("detector %q: invalid role %v", info.Name, r)
			}
		}
		e.detectors = append(e.detectors, detector{d, info})
		e.declare(info)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return e, nil
}

// declare notes in which languages a detector knows its kinds.
func (e *Engine) declare(info Info) {
	for _, k := range info.Kinds {
		i := slices.IndexFunc(e.kinds, func(d declared) bool { return d.kind == k })
		switch {
		case i < 0:
			e.kinds = append(e.kinds, declared{k, slices.Clone(info.Languages)})
		case info.Languages == nil || e.kinds[i].languages == nil:
			e.kinds[i].languages = nil
		default:
			e.kinds[i].languages = append(e.kinds[i].languages, info.Languages...)
		}
	}
}

func validName(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// WithPolicy returns an engine of the same detectors with another policy.
func (e *Engine) WithPolicy(p Policy) (*Engine, error) {
	if p == nil {
		return nil, errors.New("escalate: policy is nil")
	}
	return &Engine{policy: p, detectors: e.detectors, kinds: e.kinds}, nil
}

// Policy returns the engine's policy.
func (e *Engine) Policy() Policy { return e.policy }

// Detectors returns the descriptions of the detectors in the order in which
// they run. The slice is the caller's.
func (e *Engine) Detectors() []Info {
	out := make([]Info, len(e.detectors))
	for i, d := range e.detectors {
		out[i] = d.info
	}
	return out
}

// Evaluate decides at the last customer turn of t, from the turns up to it.
// The engine neither modifies the transcript nor keeps it. The error is an
// [*InputError], which wraps [ErrNoCustomerTurn] where the customer says
// nothing, or a [*PolicyError].
//
// Detectors are not given up on: where ctx ends, those that have not run are
// named in the decision's Failed, and the decision rests on the others.
func (e *Engine) Evaluate(ctx context.Context, t Transcript) (*Decision, error) {
	last := -1
	for i, turn := range t.Turns {
		if turn.Role == Customer {
			last = i
		}
	}
	var out *Decision
	t.Turns = t.Turns[:last+1]
	err := e.each(ctx, t, func(d *Decision) { out = d })
	return out, err
}

// EvaluateTurns decides at each customer turn of t, each from the turns up to
// it. Errors are those of [Engine.Evaluate].
func (e *Engine) EvaluateTurns(ctx context.Context, t Transcript) ([]*Decision, error) {
	var out []*Decision
	if err := e.each(ctx, t, func(d *Decision) { out = append(out, d) }); err != nil {
		return nil, err
	}
	return out, nil
}

func (e *Engine) each(ctx context.Context, t Transcript, f func(*Decision)) error {
	s, err := e.NewSession(t.Conversation)
	if err != nil {
		return err
	}
	some := false
	for _, turn := range t.Turns {
		d, err := s.Add(ctx, turn)
		if err != nil {
			return err
		}
		if d != nil {
			some = true
			f(d)
		}
	}
	if !some {
		return &InputError{ID: t.ID, Turn: -1, Err: ErrNoCustomerTurn}
	}
	return nil
}

// Read reads every turn of t without judging: the readings serve any number
// of policies, by [Judge]. The error is an [*InputError].
func (e *Engine) Read(ctx context.Context, t Transcript) ([]Reading, error) {
	r, err := e.Reader(t.Conversation)
	if err != nil {
		return nil, err
	}
	out := make([]Reading, 0, len(t.Turns))
	for _, turn := range t.Turns {
		reading, err := r.Read(ctx, turn)
		if err != nil {
			return nil, err
		}
		out = append(out, reading)
	}
	return out, nil
}
