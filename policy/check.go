package policy

import (
	"github.com/go-handoff/handoff/escalate"
)

// maxTerms bounds the disjunctive normal form of a condition. A condition that
// needs more is not checked: the check finds slips of the pen, and those are
// in short conditions.
const maxTerms = 64

// term is a conjunction: what must hold of each signal, and of each atom.
type term struct {
	signals map[escalate.Kind]interval
	atoms   map[*atom]bool
}

// interval is a range of scores. An open end excludes its limit.
type interval struct {
	low, high         float64
	lowOpen, highOpen bool
}

var anyScore = interval{low: 0, high: 1}

func (i interval) empty() bool {
	return i.low > i.high || i.low == i.high && (i.lowOpen || i.highOpen)
}

func (i interval) and(j interval) interval {
	if j.low > i.low || j.low == i.low && j.lowOpen {
		i.low, i.lowOpen = j.low, j.lowOpen
	}
	if j.high < i.high || j.high == i.high && j.highOpen {
		i.high, i.highOpen = j.high, j.highOpen
	}
	return i
}

// within reports whether every score of i is one of j.
func (i interval) within(j interval) bool { return i.and(j) == i }

// terms returns the conjunctions of which one must hold for c to hold (or, of
// its opposite, if neg), without those that cannot; false where there are too
// many.
func terms(c cond, neg bool) ([]term, bool) {
	switch c := c.(type) {
	case not:
		return terms(c.c, !neg)
	case all:
		return combine(c, neg, !neg)
	case some:
		return combine(c, neg, neg)
	case atLeast:
		i := interval{low: c.limit, lowOpen: c.strict, high: 1}
		if neg {
			i = interval{low: 0, high: c.limit, highOpen: !c.strict}
		}
		if i = i.and(anyScore); i.empty() {
			return nil, true
		}
		return []term{{signals: map[escalate.Kind]interval{c.kind: i}}}, true
	case *atom:
		switch c.text {
		case "true", "false":
			if (c.text == "true") != neg {
				return []term{{}}, true
			}
			return nil, true
		}
		return []term{{atoms: map[*atom]bool{c: !neg}}}, true
	}
	return nil, false
}

// combine joins the terms of the parts: each with each where all must hold,
// else side by side.
func combine(parts []cond, neg, conj bool) ([]term, bool) {
	var out []term
	if conj {
		out = []term{{}}
	}
	for _, p := range parts {
		ts, ok := terms(p, neg)
		if !ok {
			return nil, false
		}
		if !conj {
			out = append(out, ts...)
		} else {
			var next []term
			for _, a := range out {
				for _, b := range ts {
					if t, ok := a.and(b); ok {
						next = append(next, t)
					}
				}
			}
			out = next
		}
		if len(out) > maxTerms {
			return nil, false
		}
	}
	return out, true
}

// and joins two terms; false if they contradict each other.
func (t term) and(u term) (term, bool) {
	out := term{signals: map[escalate.Kind]interval{}, atoms: map[*atom]bool{}}
	for _, x := range []term{t, u} {
		for k, i := range x.signals {
			if j, ok := out.signals[k]; ok {
				i = i.and(j)
			}
			if i.empty() {
				return term{}, false
			}
			out.signals[k] = i
		}
		for a, v := range x.atoms {
			if w, ok := out.atoms[a]; ok && w != v {
				return term{}, false
			}
			out.atoms[a] = v
		}
	}
	return out, true
}

// implies reports whether u holds wherever t does.
func (t term) implies(u term) bool {
	for k, j := range u.signals {
		i, ok := t.signals[k]
		if !ok {
			i = anyScore
		}
		if !i.within(j) {
			return false
		}
	}
	for a, v := range u.atoms {
		if w, ok := t.atoms[a]; !ok || w != v {
			return false
		}
	}
	return true
}

// implied reports whether one of us holds wherever one of ts does.
func implied(ts, us []term) bool {
	for _, t := range ts {
		found := false
		for _, u := range us {
			found = found || t.implies(u)
		}
		if !found {
			return false
		}
	}
	return true
}

// reach reports rules that can never change a decision: their condition
// contradicts itself, or another rule that is at least as strong gives a reason
// of the same signals whenever they would - an offer, say, whose threshold is
// not under that of a transfer.
func (d *decoder) reach(f *file, rules []*rule) {
	own := d.name
	defer func() { d.rule, d.name = "", own }()
	type known struct {
		terms []term
		ok    bool
	}
	ts := make([]known, len(rules))
	for i, r := range rules {
		if r.when != nil {
			ts[i].terms, ts[i].ok = terms(r.when, false)
		}
		if ts[i].ok && len(ts[i].terms) == 0 {
			d.rule, d.name = r.id, f.rules[i].file
			d.fail(f.rules[i].when, "when", "can never hold: %s", describe(r.when))
		}
	}
	for i, r := range rules {
		for j, by := range rules {
			if i == j || !ts[i].ok || !ts[j].ok || len(ts[i].terms) == 0 || len(ts[j].terms) == 0 || !by.outranks(r, j < i) {
				continue
			}
			if implied(ts[i].terms, ts[j].terms) {
				d.rule, d.name = r.id, f.rules[i].file
				d.fail(f.rules[i].place, "", "can never change a decision: %q is as strong and fires whenever it does", by.id)
				break
			}
		}
	}
}

// outranks reports whether by, where both fire, always stands before r, and
// nothing holds by back when its condition is met.
func (by *rule) outranks(r *rule, earlier bool) bool {
	if by.unless != nil || by.cooldown > 0 || by.action == escalate.Offer && !by.hard && r.hard {
		return false
	}
	for _, k := range r.kinds {
		found := false
		for _, x := range by.kinds {
			found = found || x == k
		}
		if !found {
			return false
		}
	}
	if by.action != r.action {
		return by.action > r.action
	}
	if by.priority != r.priority {
		return by.priority > r.priority
	}
	return earlier
}
