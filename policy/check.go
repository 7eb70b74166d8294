package policy

import "github.com/go-handoff/handoff/escalate"

// maxTerms bounds the disjunctive normal form of a condition. A condition that
// needs more is not checked: the check finds slips of the pen, and those are
// in short conditions.
const maxTerms = 64

// term is a conjunction: what must hold of each quantity, and of each flag.
type term struct {
	numbers map[*quantity]interval
	flags   map[*flag]bool
}

// interval is a range of numbers. An open end excludes its limit.
type interval struct {
	low, high         float64
	lowOpen, highOpen bool
}

// any returns the range of all values there can be.
func (q *quantity) any() interval { return interval{low: q.low, high: q.high} }

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

// within reports whether every number of i is one of j.
func (i interval) within(j interval) bool { return i.and(j) == i }

// terms returns the conjunctions of which one must hold for c to hold (or, of
// its opposite, if neg), without those that cannot; false where there are too
// many.
func terms(c cond, neg bool, limits []float64) ([]term, bool) {
	switch c := c.(type) {
	case not:
		return terms(c.c, !neg, limits)
	case all:
		return combine(c, neg, !neg, limits)
	case some:
		return combine(c, neg, neg, limits)
	case *compare:
		limit := limits[c.limit]
		i := interval{low: limit, lowOpen: c.op == opAbove, high: c.q.high}
		if c.op == opEqual {
			if neg { // two intervals, of which the one below is often empty
				return unequal(c.q, limit), true
			}
			i = interval{low: limit, high: limit}
		} else if neg {
			i = interval{low: c.q.low, high: limit, highOpen: c.op == opAtLeast}
		}
		if i = i.and(c.q.any()); i.empty() {
			return nil, true
		}
		return []term{{numbers: map[*quantity]interval{c.q: i}}}, true
	case *flag:
		switch c.text {
		case "true", "false":
			if (c.text == "true") != neg {
				return []term{{}}, true
			}
			return nil, true
		}
		return []term{{flags: map[*flag]bool{c: !neg}}}, true
	}
	return nil, false
}

func unequal(q *quantity, limit float64) []term {
	var out []term
	for _, i := range []interval{{low: q.low, high: limit, highOpen: true}, {low: limit, lowOpen: true, high: q.high}} {
		if i = i.and(q.any()); !i.empty() {
			out = append(out, term{numbers: map[*quantity]interval{q: i}})
		}
	}
	return out
}

// combine joins the terms of the parts: each with each where all must hold,
// else side by side.
func combine(parts []cond, neg, conj bool, limits []float64) ([]term, bool) {
	var out []term
	if conj {
		out = []term{{}}
	}
	for _, p := range parts {
		ts, ok := terms(p, neg, limits)
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
	out := term{numbers: map[*quantity]interval{}, flags: map[*flag]bool{}}
	for _, x := range []term{t, u} {
		for q, i := range x.numbers {
			if j, ok := out.numbers[q]; ok {
				i = i.and(j)
			}
			if i.empty() {
				return term{}, false
			}
			out.numbers[q] = i
		}
		for f, v := range x.flags {
			if w, ok := out.flags[f]; ok && w != v {
				return term{}, false
			}
			out.flags[f] = v
		}
	}
	return out, true
}

// implies reports whether u holds wherever t does.
func (t term) implies(u term) bool {
	for q, j := range u.numbers {
		i, ok := t.numbers[q]
		if !ok {
			i = q.any()
		}
		if !i.within(j) {
			return false
		}
	}
	for f, v := range u.flags {
		if w, ok := t.flags[f]; !ok || w != v {
			return false
		}
	}
	return true
}

// maxImplies bounds the comparisons of terms in all, for files of very many
// rules: a second's part. Those of a thousandth of it are usual.
const maxImplies = 1_000_000

// implied reports whether one of us holds wherever one of ts does; false, too,
// where budget is used up.
func implied(ts, us []term, budget *int) bool {
	if *budget -= len(ts) * len(us); *budget < 0 {
		return false
	}
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
func (d *decoder) reach(f *file, p *Policy) {
	rules := p.rules
	own := d.name
	defer func() { d.rule, d.name = "", own }()
	type known struct {
		terms []term
		ok    bool
	}
	budget := maxImplies
	ts := make([]known, len(rules))
	for i, r := range rules {
		if r.when != nil {
			ts[i].terms, ts[i].ok = terms(r.when, false, p.limits)
		}
		if ts[i].ok && len(ts[i].terms) == 0 {
			d.rule, d.name = r.id, f.rules[i].file
			d.fail(f.rules[i].when, "when", "can never hold: %s", describe(r.when, p.limits))
		}
	}
	for i, r := range rules {
		for j, by := range rules {
			if i == j || !ts[i].ok || !ts[j].ok || len(ts[i].terms) == 0 || len(ts[j].terms) == 0 || !by.outranks(r, j < i) {
				continue
			}
			if implied(ts[i].terms, ts[j].terms, &budget) {
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
