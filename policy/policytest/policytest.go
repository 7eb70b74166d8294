package policytest

import (
	"testing"

	"github.com/go-handoff/handoff/policy"
)

// LoadWith says how [Run] loads the policy, for one that names classifiers.
func LoadWith(opts ...policy.Option) Option {
	return func(c *config) { c.load = append(c.load, opts...) }
}

// MinCoverage fails [Run] where the coverage is under share, in [0, 1].
func MinCoverage(share float64) Option { return func(c *config) { c.minCoverage = share } }

// MinMutation fails [Run] where fewer than share of the mutants are noticed, in
// [0, 1].
func MinMutation(share float64) Option { return func(c *config) { c.minScore = share } }

// Run runs the tests of a file as subtests. A todo is skipped.
func Run(t *testing.T, name string, opts ...Option) {
	t.Helper()
	s, err := Load(name, newConfig(opts).load...)
	if err != nil {
		t.Fatal(err)
	}
	s.Test(t, opts...)
}

// Test runs the suite as subtests.
func (s *Suite) Test(t *testing.T, opts ...Option) {
	t.Helper()
	c := newConfig(opts)
	r, err := s.Run(t.Context(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Results {
		t.Run(x.Test.Name, func(t *testing.T) {
			switch x.Status {
			case Failed:
				for _, f := range x.Failures {
					t.Error(f)
				}
			case Todo:
				t.Skip(x.Test.Todo)
			}
		})
	}
	if got := r.Coverage.Score(); got < c.minCoverage {
		for _, g := range r.Coverage.Gaps() {
			t.Errorf("unseen %s", g)
		}
		t.Errorf("coverage %s, want %s", percent(got), percent(c.minCoverage))
	}
	if c.minScore <= 0 {
		return
	}
	m, err := s.Mutate(t.Context(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Score(); got < c.minScore {
		for _, name := range m.Survived {
			t.Errorf("not noticed: %s", name)
		}
		t.Errorf("mutation score %s, want %s", percent(got), percent(c.minScore))
	}
}
