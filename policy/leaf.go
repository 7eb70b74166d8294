package policy

import (
	"math"
	"strconv"

	"github.com/go-handoff/handoff/escalate"
)

// quantity is a number that conditions compare: a signal's score, what history
// says of one, a number of the state or of the host's facts.
type quantity struct {
	text  string // as written
	slot  int    // of the signal in activation.scores, where value is nil
	value func(a *activation, least float64) float64
	least int  // the place in limits of what a score must reach to count; -1: none
	memo  int  // where activation.memo keeps the value
	score bool // a probability, written with two decimals
	past  bool // what history says of the signal at place of
	of    int
	// low and high are the least and the greatest value there can be.
	low, high float64
}

func (q *quantity) now(a *activation) float64 {
	if q.value == nil {
		return a.scores[q.slot]
	}
	if x := a.memo[q.memo]; !math.IsNaN(x) {
		return x
	}
	least := 0.0
	if q.least >= 0 {
		least = a.limits[q.least]
	}
	x := q.value(a, least)
	a.memo[q.memo] = x
	return x
}

func (q *quantity) format(x float64) string {
	if q.score {
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// op is how a quantity is compared. What else there is in CEL (<, <=, !=) is
// the opposite of one of these.
type op uint8

const (
	opAtLeast op = iota
	opAbove
	opEqual
)

func (o op) String() string { return [...]string{">=", ">", "=="}[o] }

// opposite is how the comparison reads where it does not hold.
func (o op) opposite() string { return [...]string{"<", "<=", "!="}[o] }

func (o op) holds(x, limit float64) bool {
	switch o {
	case opAtLeast:
		return x >= limit
	case opAbove:
		return x > limit
	default:
		return x == limit
	}
}

// compare is a quantity compared with a limit, by far the most frequent atom.
// The limit is a place in activation.limits, so that a policy with another
// threshold is the same conditions with another list.
type compare struct {
	q     *quantity
	op    op
	limit int
	text  string // as written, but for < and <=, which are not >= and not >
}

func (c *compare) eval(a *activation) bool { return c.op.holds(c.q.now(a), a.limits[c.limit]) }

func (c *compare) strength(a *activation) float64 {
	switch {
	case c.q.value == nil && c.op != opEqual:
		return a.scores[c.q.slot]
	case c.eval(a):
		return 1
	}
	return 0
}

func (c *compare) gap(a *activation) float64 {
	if c.q.value == nil && c.op != opEqual {
		return a.limits[c.limit] - a.scores[c.q.slot]
	}
	return 1
}

func (c *compare) missing(a *activation) string { return c.state(a, false) }

// state says how the quantity stands to the limit: "emotion.anger 0.48 < 0.50".
func (c *compare) state(a *activation, holds bool) string {
	sign := c.op.String()
	if !holds {
		sign = c.op.opposite()
	}
	x, limit := c.q.format(c.q.now(a)), c.q.format(a.limits[c.limit])
	if x == limit && sign != "==" && sign != ">=" && sign != "<=" {
		// 0.496 < 0.50, not 0.50 < 0.50.
		x = strconv.FormatFloat(c.q.now(a), 'g', 4, 64)
	}
	return c.q.text + " " + x + " " + sign + " " + limit
}

// flag is an atom that compares nothing with a limit.
type flag struct {
	text  string // as written
	holds func(a *activation) bool
	index int // where activation.known keeps the answer
}

func (c *flag) eval(a *activation) bool {
	if a.known[c.index] == 0 {
		a.known[c.index] = 1
		if c.holds(a) {
			a.known[c.index] = 2
		}
	}
	return a.known[c.index] == 2
}

func (c *flag) strength(a *activation) float64 {
	if c.eval(a) {
		return 1
	}
	return 0
}

func (c *flag) gap(*activation) float64    { return 1 }
func (c *flag) missing(*activation) string { return c.text }

// The functions on past turns see the scores of the activation at the current
// turn, not those of the view: an explanation asks what would be if a score
// were another. Older turns are the view's.

// past returns a signal's scores at the turns before the current one, latest
// first. They are looked up once a turn, whatever number of conditions ask.
func (a *activation) past(slot int) []float64 {
	row := a.rows[slot]
	if len(row) > 0 {
		return row
	}
	k := a.p.kinds[slot]
	for i := 1; i < escalate.HistoryTurns; i++ {
		row = append(row, float64(a.v.Ago(k, i)))
	}
	a.rows[slot] = row
	return row
}

// last returns the scores of past at turns customer turns, the current one
// included; at all that are remembered for turns < 1.
func (a *activation) last(slot, turns int) []float64 {
	row := a.past(slot)
	if turns < 1 || turns > len(row) {
		return row
	}
	return row[:turns-1]
}

func (a *activation) max(slot, turns int) float64 {
	m := a.scores[slot]
	for _, x := range a.last(slot, turns) {
		m = max(m, x)
	}
	return m
}

func (a *activation) ago(slot, turns int) float64 {
	switch row := a.past(slot); {
	case turns == 0:
		return a.scores[slot]
	case turns > 0 && turns <= len(row):
		return row[turns-1]
	}
	return 0
}

// level is the view's, with the score of the activation at the current turn.
func (a *activation) level(slot int) float64 {
	return 1 - (1-a.scores[slot])*(1-float64(a.v.LevelBefore(a.p.kinds[slot])))
}

func (a *activation) count(slot int, least float64, turns int) float64 {
	if least <= 0 { // then it matters whether a signal was reported at all
		return float64(a.v.Count(a.p.kinds[slot], escalate.Score(least), turns)) + a.moved(slot, least)
	}
	n := 0.0
	if a.scores[slot] >= least {
		n++
	}
	for _, x := range a.last(slot, turns) {
		if x >= least {
			n++
		}
	}
	return n
}

func (a *activation) sinceProgress(slot int, least float64) float64 {
	n := float64(a.v.SinceProgress(a.p.kinds[slot], escalate.Score(least)))
	if a.acts(escalate.ActProgress) {
		return n
	}
	return n + a.moved(slot, least)
}

// moved is what a changed score adds to a count of turns.
func (a *activation) moved(slot int, least float64) float64 {
	if !a.whatIf {
		return 0
	}
	was, is := a.actual[slot] >= least, a.scores[slot] >= least
	switch {
	case is && !was:
		return 1
	case was && !is:
		return -1
	}
	return 0
}
