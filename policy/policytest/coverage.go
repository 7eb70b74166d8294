package policytest

import (
	"fmt"

	"github.com/go-handoff/handoff/policy"
)

// Coverage says which rules and which atomic conditions the tests have seen at
// work.
type Coverage struct{ Rules []RuleCoverage }

// RuleCoverage is what the tests saw of a rule.
type RuleCoverage struct {
	Rule string
	// File and Line are where the rule stands.
	File string
	Line int
	// Fired and Declined are both needed; a rule without atoms cannot decline.
	Fired, Declined bool
	Atoms           []AtomCoverage
}

// AtomCoverage is what the tests saw of an atomic condition: whether it was
// true, and false, where that alone decided whether the rule fires.
type AtomCoverage struct {
	Text        string
	True, False bool
}

// collector gathers coverage from traces.
type collector struct {
	rules []RuleCoverage
	index map[string]int
}

func newCollector() *collector { return &collector{index: map[string]int{}} }

func (c *collector) add(traces []policy.RuleTrace) {
	for _, t := range traces {
		i, ok := c.index[t.Rule]
		if !ok {
			i = len(c.rules)
			c.index[t.Rule] = i
			c.rules = append(c.rules, RuleCoverage{Rule: t.Rule, File: t.File, Line: t.Line})
		}
		r := &c.rules[i]
		r.Fired = r.Fired || t.Outcome == policy.Fired
		r.Declined = r.Declined || t.Outcome == policy.Declined
		n := 0
		see := func(atom *policy.Condition) {
			if atom.Text == "true" || atom.Text == "false" {
				return
			}
			if n == len(r.Atoms) {
				r.Atoms = append(r.Atoms, AtomCoverage{Text: atom.Text})
			}
			a := &r.Atoms[n]
			n++
			if atom.Decides {
				a.True, a.False = a.True || atom.Value, a.False || !atom.Value
			}
		}
		t.When.Atoms(see)
		t.Unless.Atoms(see)
	}
}

func (c *collector) coverage() Coverage { return Coverage{c.rules} }

// count returns how many goals were reached, of how many.
func (c Coverage) count(rules, atoms bool) (done, of int) {
	goal := func(ok bool) {
		of++
		if ok {
			done++
		}
	}
	for _, r := range c.Rules {
		if rules {
			goal(r.Fired)
			if len(r.Atoms) > 0 {
				goal(r.Declined)
			}
		}
		if atoms {
			for _, a := range r.Atoms {
				goal(a.True)
				goal(a.False)
			}
		}
	}
	return done, of
}

func ratio(done, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(done) / float64(of)
}

// RuleScore is the share of rules seen to fire and to decline, in [0, 1]; each
// of the two counts.
func (c Coverage) RuleScore() float64 { return ratio(c.count(true, false)) }

// ConditionScore is the share of atomic conditions seen true and false where
// they decide, in [0, 1]; each of the two counts.
func (c Coverage) ConditionScore() float64 { return ratio(c.count(false, true)) }

// Score is both together, in [0, 1].
func (c Coverage) Score() float64 { return ratio(c.count(true, true)) }

// Gaps says what was not seen, a line each.
func (c Coverage) Gaps() []string {
	var out []string
	for _, r := range c.Rules {
		where := fmt.Sprintf("%s:%d: rule %s", r.File, r.Line, r.Rule)
		if !r.Fired {
			out = append(out, where+" never fired")
		}
		if !r.Declined && len(r.Atoms) > 0 {
			out = append(out, where+" never declined")
		}
		for _, a := range r.Atoms {
			if !a.True {
				out = append(out, fmt.Sprintf("%s: %s never decided by being true", where, a.Text))
			}
			if !a.False {
				out = append(out, fmt.Sprintf("%s: %s never decided by being false", where, a.Text))
			}
		}
	}
	return out
}
