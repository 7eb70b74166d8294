package policy

import (
	"strings"
)

// cond is a condition taken apart along &&, || and !, so that a decision can
// say which part was missing, and tests which part they covered. What is left
// between the operators are atoms: *compare and *flag.
type cond interface {
	// eval says whether the condition holds.
	eval(a *activation) bool
	// strength is how far it holds, in [0, 1] and monotone in the signals: a
	// comparison of a signal counts as its score, and / or / not as
	// minimum / maximum / complement, everything else as 0 or 1.
	strength(a *activation) float64
	// gap is how much is missing, from 0 to 1; it is asked where eval is false.
	gap(a *activation) float64
	// missing says what is; likewise.
	missing(a *activation) string
}

type (
	all  []cond
	some []cond
	not  struct{ c cond }
)

func (c all) eval(a *activation) bool {
	for _, x := range c {
		if !x.eval(a) {
			return false
		}
	}
	return true
}

func (c all) strength(a *activation) float64 {
	s := 1.0
	for _, x := range c {
		if s = min(s, x.strength(a)); s == 0 {
			break
		}
	}
	return s
}

func (c all) gap(a *activation) float64 {
	gap := 0.0
	for _, x := range c {
		if !x.eval(a) {
			if gap = max(gap, x.gap(a)); gap >= 1 {
				break
			}
		}
	}
	return gap
}

func (c all) missing(a *activation) string {
	var parts []string
	for _, x := range c {
		if !x.eval(a) {
			parts = append(parts, x.missing(a))
		}
	}
	return strings.Join(parts, " and ")
}

func (c some) eval(a *activation) bool {
	for _, x := range c {
		if x.eval(a) {
			return true
		}
	}
	return false
}

func (c some) strength(a *activation) float64 {
	s := 0.0
	for _, x := range c {
		s = max(s, x.strength(a))
	}
	return s
}

func (c some) nearest(a *activation) (cond, float64) {
	best, gap := c[0], c[0].gap(a)
	for _, x := range c[1:] {
		if g := x.gap(a); g < gap {
			best, gap = x, g
		}
	}
	return best, gap
}

func (c some) gap(a *activation) float64 {
	_, gap := c.nearest(a)
	return gap
}

func (c some) missing(a *activation) string {
	best, _ := c.nearest(a)
	return best.missing(a)
}

func (c not) eval(a *activation) bool        { return !c.c.eval(a) }
func (c not) strength(a *activation) float64 { return 1 - c.c.strength(a) }
func (c not) gap(*activation) float64        { return 1 }
func (c not) missing(a *activation) string {
	if x, ok := c.c.(*compare); ok {
		return x.state(a, true)
	}
	return "not " + describe(c.c, a.limits)
}

// describe prints a condition, with the values of its limits.
func describe(c cond, limits []float64) string {
	list := func(cs []cond, sep string) string {
		parts := make([]string, len(cs))
		for i, x := range cs {
			parts[i] = describe(x, limits)
		}
		return "(" + strings.Join(parts, sep) + ")"
	}
	switch c := c.(type) {
	case all:
		return list(c, " and ")
	case some:
		return list(c, " or ")
	case not:
		return "not " + describe(c.c, limits)
	case *compare:
		return c.q.text + " " + c.op.String() + " " + c.q.format(limits[c.limit])
	case *flag:
		return c.text
	}
	return ""
}

// leaves calls f with every atom of c, in the order of the text. An atom that
// stands twice comes twice.
func leaves(c cond, f func(cond)) {
	switch c := c.(type) {
	case all:
		for _, x := range c {
			leaves(x, f)
		}
	case some:
		for _, x := range c {
			leaves(x, f)
		}
	case not:
		leaves(c.c, f)
	case *compare, *flag:
		f(c)
	}
}

// replaceLeaf returns c with the nth atom, counted as by leaves, replaced.
func replaceLeaf(c cond, n *int, by cond) cond {
	switch c := c.(type) {
	case all:
		out := make(all, len(c))
		for i, x := range c {
			out[i] = replaceLeaf(x, n, by)
		}
		return out
	case some:
		out := make(some, len(c))
		for i, x := range c {
			out[i] = replaceLeaf(x, n, by)
		}
		return out
	case not:
		return not{replaceLeaf(c.c, n, by)}
	}
	*n--
	if *n == -1 {
		return by
	}
	return c
}
