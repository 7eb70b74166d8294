package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// Explanation says why a policy decides as it does at a turn. The engine's own
// part (a transfer that stands, an agent who has the conversation) is in the
// decision and not here.
type Explanation struct {
	Policy escalate.PolicyInfo `json:"policy"`
	Turn   int                 `json:"turn"`
	// Action is the policy's for this turn alone.
	Action escalate.Action `json:"action"`
	// Rule is the rule that decides; "" where none fires.
	Rule string `json:"rule,omitempty"`
	// Rules are all of them, in the order of the file.
	Rules []RuleTrace `json:"rules"`
	// NearMisses are the rules that came closest to firing, closest first.
	NearMisses []escalate.NearMiss `json:"near_misses"`
	// Flips are, for each other action that a change of at most two signals
	// leads to, the smallest such change.
	Flips []Flip `json:"flips"`
}

// Flip is a change of signals at this turn that would change the action.
type Flip struct {
	Action  escalate.Action `json:"action"`
	Changes []Change        `json:"changes"`
	// Size is the sum of the differences.
	Size float64 `json:"size"`
}

// Change is a signal's score now, and as it would have to be.
type Change struct {
	Signal escalate.Kind  `json:"signal"`
	From   escalate.Score `json:"from"`
	To     escalate.Score `json:"to"`
}

// step is the resolution of scores: the engine rounds them to four decimals.
const step = 1e-4

// Explain explains the policy's verdict at a turn. Looking for the smallest
// change asks the policy some thousand times: tens of milliseconds.
func (p *Policy) Explain(v *escalate.View) *Explanation {
	a := p.activate(v)
	defer a.done()
	verdict := a.decide()
	out := &Explanation{Policy: p.info, Turn: v.Reading().Turn, Action: verdict.Action, Rules: a.trace(),
		NearMisses: append([]escalate.NearMiss{}, verdict.NearMisses...), Flips: []Flip{}}
	if len(verdict.Reasons) > 0 {
		out.Rule = verdict.Reasons[0].Rule
	}
	out.Flips = append(out.Flips, a.flips(verdict.Action)...)
	return out
}

// candidate is a score of a signal that may change the decision.
type candidate struct {
	slot int
	to   float64
	size float64
}

// flips tries, one by one and then in pairs, the scores at which a comparison
// changes. Between them nothing does, so the smallest change is among them.
func (a *activation) flips(now escalate.Action) []Flip {
	a.whatIf, a.actual = true, slices.Clone(a.scores)
	defer func() {
		copy(a.scores, a.actual)
		a.whatIf = false
		a.forget()
	}()
	cands := a.candidates()
	best := map[escalate.Action]Flip{}
	for i, c := range cands {
		a.try(best, now, c)
		for _, d := range cands[i+1:] {
			if d.slot != c.slot && a.worth(best, now, c.size+d.size) {
				a.try(best, now, c, d)
			}
		}
	}
	var out []Flip
	for _, action := range []escalate.Action{escalate.Continue, escalate.Offer, escalate.Transfer} {
		if f, ok := best[action]; ok {
			out = append(out, f)
		}
	}
	return out
}

// worth reports whether a change of that size could still be the smallest for
// some action.
func (a *activation) worth(best map[escalate.Action]Flip, now escalate.Action, size float64) bool {
	for _, action := range []escalate.Action{escalate.Continue, escalate.Offer, escalate.Transfer} {
		if f, ok := best[action]; action != now && (!ok || size < f.Size-step/2) {
			return true
		}
	}
	return false
}

func (a *activation) try(best map[escalate.Action]Flip, now escalate.Action, cs ...candidate) {
	f := Flip{}
	for _, c := range cs {
		a.scores[c.slot] = c.to
		f.Changes = append(f.Changes, Change{a.p.kinds[c.slot], escalate.Score(a.actual[c.slot]), escalate.Score(c.to)})
		f.Size += c.size
	}
	a.forget()
	f.Action = a.action()
	for _, c := range cs {
		a.scores[c.slot] = a.actual[c.slot]
	}
	if old, ok := best[f.Action]; f.Action != now && (!ok || f.Size < old.Size-step/2) {
		f.Size = math.Round(f.Size/step) * step
		best[f.Action] = f
	}
}

// action is decide without the explanation.
func (a *activation) action() escalate.Action {
	out := escalate.Continue
	for _, r := range a.p.rules {
		if r.action <= out || !r.when.eval(a) {
			continue
		}
		if held, _ := a.p.held(r, a); held == "" {
			out = r.action
		}
	}
	return out
}

// candidates returns, for each signal that the rules compare, the scores just
// at and just under each limit, nearest first.
func (a *activation) candidates() []candidate {
	var out []candidate
	add := func(slot int, to float64) {
		to = math.Round(to/step) * step
		size := math.Abs(to - a.actual[slot])
		c := candidate{slot, to, size}
		if to < 0 || to > 1 || size < step/2 || slices.Contains(out, c) {
			return
		}
		out = append(out, c)
	}
	around := func(slot int, limit float64) {
		at := math.Ceil(limit/step-1e-9) * step
		add(slot, at)
		add(slot, at+step)
		add(slot, at-step)
	}
	for _, r := range a.p.rules {
		for _, c := range []cond{r.when, r.unless} {
			leaves(c, func(c cond) {
				x, ok := c.(*compare)
				switch {
				case ok && x.q.value == nil:
					around(x.q.slot, a.limits[x.limit])
				case ok && x.q.least >= 0:
					around(x.q.of, a.limits[x.q.least])
				case ok && x.q.past:
					around(x.q.of, a.limits[x.limit])
					if left := 1 - float64(a.v.LevelBefore(a.p.kinds[x.q.of])); left > 0 { // where a level reaches the limit
						around(x.q.of, 1-(1-a.limits[x.limit])/left)
					}
				}
			})
		}
	}
	slices.SortStableFunc(out, func(x, y candidate) int {
		switch {
		case x.size < y.size:
			return -1
		case x.size > y.size:
			return 1
		}
		return x.slot - y.slot
	})
	return out
}

// String gives a person the explanation over several lines.
func (e *Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "turn %d: %s", e.Turn, e.Action)
	if e.Rule != "" {
		fmt.Fprintf(&b, " by rule %s", e.Rule)
	}
	fmt.Fprintf(&b, " (policy %s %s)\n", e.Policy.Name, e.Policy.Version)
	for _, t := range e.Rules {
		if t.Outcome == Declined {
			continue
		}
		fmt.Fprintf(&b, "  %s: %s, %s (%s:%d)\n", t.Rule, t.Outcome, t.Action, t.File, t.Line)
		t.When.write(&b, "    ")
		if t.Unless != nil {
			fmt.Fprintf(&b, "    unless\n")
			t.Unless.write(&b, "      ")
		}
		if t.Held != "" {
			fmt.Fprintf(&b, "    %s\n", t.Held)
		}
		if t.Outranked != "" {
			fmt.Fprintf(&b, "    outranked by %s\n", t.Outranked)
		}
	}
	for _, n := range e.NearMisses {
		fmt.Fprintf(&b, "  near miss %s: %s\n", n.Rule, n.Missing)
	}
	for _, f := range e.Flips {
		var parts []string
		for _, c := range f.Changes {
			parts = append(parts, fmt.Sprintf("%s were %s, not %s", c.Signal, number(float64(c.To)), number(float64(c.From))))
		}
		fmt.Fprintf(&b, "  would %s if %s\n", f.Action, strings.Join(parts, " and "))
	}
	return b.String()
}

func number(x float64) string { return fmt.Sprintf("%.4g", x) }

func (c *Condition) write(b *strings.Builder, indent string) {
	sign := map[bool]string{true: "yes", false: "no"}[c.Value]
	if c.Op != "" {
		word := map[string]string{"and": "all of", "or": "any of", "not": "not"}[c.Op]
		fmt.Fprintf(b, "%s%-3s %s\n", indent, sign, word)
		for _, p := range c.Parts {
			p.write(b, indent+"  ")
		}
		return
	}
	fmt.Fprintf(b, "%s%-3s %s", indent, sign, c.Text)
	if c.State != "" {
		fmt.Fprintf(b, "  [%s]", c.State)
	}
	b.WriteByte('\n')
}
