package policy

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/go-handoff/handoff/escalate"
)

// Thresholds returns the named thresholds. The map is the caller's.
func (p *Policy) Thresholds() map[string]float64 {
	out := make(map[string]float64, len(p.thresholds))
	for name, i := range p.thresholds {
		out[name] = p.limits[i]
	}
	return out
}

// RuleIDs returns the ids of the rules in the order of the file. The slice is
// the caller's.
func (p *Policy) RuleIDs() []string {
	out := make([]string, len(p.rules))
	for i, r := range p.rules {
		out[i] = r.id
	}
	return out
}

// WithThreshold returns the policy with another value for a named threshold.
// Its digest says so. Rules that can no longer change a decision are not
// reported. The error is for a name that the policy does not have, and for a
// value outside [0, 1].
func (p *Policy) WithThreshold(name string, value float64) (*Policy, error) {
	i, ok := p.thresholds[name]
	if !ok {
		return nil, fmt.Errorf("policy: no threshold %q in %q (have %v)", clip(name), p.info.Name, slices.Sorted(maps.Keys(p.thresholds)))
	}
	if !(value >= 0 && value <= 1) {
		return nil, fmt.Errorf("policy: threshold %q: %v outside [0,1]", name, value)
	}
	out := p.withLimit(i, value)
	out.info.Digest += fmt.Sprintf("+%s=%g", name, value)
	return out, nil
}

// withLimit shares everything but the limits.
func (p *Policy) withLimit(i int, value float64) *Policy {
	out := *p
	out.limits = slices.Clone(p.limits)
	out.limits[i] = value
	return &out
}

// withRule replaces a rule, or takes it out where by is nil.
func (p *Policy) withRule(i int, by *rule) *Policy {
	out := *p
	if out.rules = slices.Clone(p.rules); by == nil {
		out.rules = slices.Delete(out.rules, i, i+1)
	} else {
		out.rules[i] = by
	}
	return &out
}

// Mutant is a policy with one deliberate fault, to see whether a test notices.
type Mutant struct {
	// Name says what was changed, for instance "rule angry: disabled".
	Name string
	// Rule is the rule changed; "" for a threshold of the whole policy.
	Rule   string
	Policy *Policy
}

// mutantStep is how far a mutant moves a score's limit; a limit that counts
// turns moves by one. Set by hand: tests with scores a tenth on either side of a
// threshold notice.
const mutantStep = 0.1

// Mutants returns the policy's mutants, in a fixed order: each named threshold
// moved up and down; and in each rule, the rule disabled, each comparison's
// limit moved up and down for this rule alone, unless and cooldown taken out,
// and another action, priority and queue.
func (p *Policy) Mutants() []Mutant {
	var out []Mutant
	used := p.usedLimits()
	for _, name := range slices.Sorted(maps.Keys(p.thresholds)) {
		i := p.thresholds[name]
		if !used[i] {
			continue
		}
		for _, to := range moved(p.limits[i], true) {
			out = append(out, Mutant{fmt.Sprintf("threshold %s: %g, not %g", name, to, p.limits[i]), "", p.withLimit(i, to)})
		}
	}
	for i, r := range p.rules {
		out = append(out, p.ruleMutants(i, r)...)
	}
	return out
}

// usedLimits are the limits that comparisons use; CEL atoms count by name.
func (p *Policy) usedLimits() map[int]bool {
	used := map[int]bool{}
	for _, r := range p.rules {
		for _, c := range []cond{r.when, r.unless} {
			leaves(c, func(c cond) {
				if x, ok := c.(*compare); ok {
					used[x.limit] = true
					used[x.q.least] = true
				}
			})
		}
	}
	for name, i := range p.thresholds {
		used[i] = used[i] || p.used["threshold."+name]
	}
	return used
}

func moved(x float64, score bool) []float64 {
	if !score {
		return []float64{x - 1, x + 1}
	}
	var out []float64
	for _, to := range []float64{x - mutantStep, x + mutantStep} {
		if to = math.Round(min(1, max(0, to))*1e4) / 1e4; to != x {
			out = append(out, to)
		}
	}
	return out
}

func (p *Policy) ruleMutants(i int, r *rule) []Mutant {
	out := []Mutant{{fmt.Sprintf("rule %s: disabled", r.id), r.id, p.withRule(i, nil)}}
	change := func(what string, f func(r *rule)) {
		m := *r
		f(&m)
		out = append(out, Mutant{fmt.Sprintf("rule %s: %s", r.id, what), r.id, p.withRule(i, &m)})
	}
	other := escalate.Offer
	if r.action == escalate.Offer {
		other = escalate.Transfer
	}
	change("action "+other.String(), func(r *rule) { r.action = other })
	priority := escalate.Normal
	if r.priority == escalate.Normal {
		priority = escalate.High
	}
	change("priority "+priority.String(), func(r *rule) { r.priority = priority })
	change("another queue", func(r *rule) { r.queue = queue{"": "mutant"} })
	if r.unless != nil {
		change("without unless", func(r *rule) { r.unless = nil })
	}
	if r.cooldown > 0 {
		change("without cooldown", func(r *rule) { r.cooldown = 0 })
	}
	out = append(out, p.limitMutants(i, r, r.when, func(r *rule, c cond) { r.when = c })...)
	if r.unless != nil {
		out = append(out, p.limitMutants(i, r, r.unless, func(r *rule, c cond) { r.unless = c })...)
	}
	return out
}

// limitMutants move the limits of a rule's condition one by one.
func (p *Policy) limitMutants(i int, r *rule, c cond, set func(*rule, cond)) []Mutant {
	var out []Mutant
	n := 0
	leaves(c, func(leaf cond) {
		at := n
		n++
		x, ok := leaf.(*compare)
		if !ok {
			return
		}
		add := func(what string, limit float64, by func(p *Policy, at int) *compare, score bool) {
			for _, to := range moved(limit, score) {
				q := *p
				q.limits = append(slices.Clone(p.limits), to)
				m := *r
				k := at
				set(&m, replaceLeaf(c, &k, by(&q, len(p.limits))))
				out = append(out, Mutant{fmt.Sprintf("rule %s: %s: %s %g, not %g", r.id, x.text, what, to, limit), r.id, q.withRule(i, &m)})
			}
		}
		add("limit", p.limits[x.limit], func(_ *Policy, at int) *compare {
			y := *x
			y.limit = at
			return &y
		}, x.q.score)
		if x.q.least >= 0 {
			add("least score", p.limits[x.q.least], func(q *Policy, at int) *compare {
				y, counted := *x, *x.q
				counted.least, counted.memo = at, q.memos
				q.memos++
				y.q = &counted
				return &y
			}, true)
		}
	})
	return out
}
