package backtest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
)

// Reader reads conversations with an engine's detectors, and apart from them
// with those of the policies' own signals, so that two policies may mean
// different things by one signal. It is immutable and safe for concurrent use.
type Reader struct {
	engine *escalate.Engine
	own    []*escalate.Engine // by policy; nil for one without signals of its own
}

// NewReader returns a reader for policies. The engine has the built-in
// detectors and none of the policies' own.
func NewReader(e *escalate.Engine, policies ...*policy.Policy) (*Reader, error) {
	r := &Reader{engine: e, own: make([]*escalate.Engine, len(policies))}
	for i, p := range policies {
		if len(p.Detectors()) == 0 {
			continue
		}
		own, err := escalate.New(p, escalate.WithDetectors(p.Detectors()...))
		if err != nil {
			return nil, err
		}
		r.own[i] = own
	}
	return r, nil
}

// Detectors describes the engine's detectors, for a store's head.
func (r *Reader) Detectors() []escalate.Info { return r.engine.Detectors() }

// Read returns the readings of t by the engine's detectors. The error is an
// [*escalate.InputError], or a wrapped [escalate.ErrNoCustomerTurn].
func (r *Reader) Read(ctx context.Context, t escalate.Transcript) ([]escalate.Reading, error) {
	if err := speaks(t); err != nil {
		return nil, err
	}
	return r.engine.Read(ctx, t)
}

func speaks(t escalate.Transcript) error {
	if !slices.ContainsFunc(t.Turns, func(t escalate.Turn) bool { return t.Role == escalate.Customer }) {
		return &escalate.InputError{ID: t.ID, Turn: -1, Err: escalate.ErrNoCustomerTurn}
	}
	return nil
}

// For returns base, the readings of t, with the own signals of policy number i
// added. base is not modified.
func (r *Reader) For(ctx context.Context, i int, t escalate.Transcript, base []escalate.Reading) ([]escalate.Reading, error) {
	if r.own[i] == nil {
		return base, nil
	}
	own, err := r.own[i].Read(ctx, t)
	if err != nil {
		return nil, err
	}
	if len(own) != len(base) {
		return nil, errors.New("backtest: readings of another conversation")
	}
	out := slices.Clone(base)
	for n := range out {
		out[n].Signals = union(base[n].Signals, own[n].Signals)
		out[n].Acts = slices.Concat(base[n].Acts, own[n].Acts)
		slices.Sort(out[n].Acts)
		out[n].Acts = slices.Compact(out[n].Acts)
		out[n].Failed = slices.Concat(base[n].Failed, own[n].Failed)
		slices.Sort(out[n].Failed)
	}
	return out, nil
}

// union joins signals sorted by kind; of one kind the stronger stays.
func union(a, b []escalate.Signal) []escalate.Signal {
	if len(b) == 0 {
		return a
	}
	out := slices.Clone(a)
	for _, s := range b {
		i, found := slices.BinarySearchFunc(out, s.Kind, func(x escalate.Signal, k escalate.Kind) int { return strings.Compare(string(x.Kind), string(k)) })
		switch {
		case !found:
			out = slices.Insert(out, i, s)
		case s.Score > out[i].Score:
			out[i] = s
		}
	}
	return out
}

// Judge returns the decisions of p at each customer turn.
func Judge(p escalate.Policy, c escalate.Conversation, readings []escalate.Reading) ([]*escalate.Decision, error) {
	j, err := escalate.NewJudge(p, c)
	if err != nil {
		return nil, err
	}
	var out []*escalate.Decision
	for _, r := range readings {
		d, err := j.Judge(r)
		if err != nil {
			return nil, err
		}
		if d != nil {
			out = append(out, d)
		}
	}
	return out, nil
}
