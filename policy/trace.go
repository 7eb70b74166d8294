package policy

import (
	"github.com/go-handoff/handoff/escalate"
)

// Outcome is what became of a rule at a turn.
type Outcome string

const (
	// Fired: the condition holds, and the rule gave a reason.
	Fired Outcome = "fired"
	// HeldBack: the condition holds, but something kept the rule silent.
	HeldBack Outcome = "held back"
	// Declined: the condition does not hold.
	Declined Outcome = "declined"
)

// RuleTrace is what became of one rule at a turn.
type RuleTrace struct {
	Rule   string          `json:"rule"`
	Doc    string          `json:"doc"`
	Action escalate.Action `json:"action"`
	// File and Line are where the rule stands.
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Outcome Outcome `json:"outcome"`
	// Held says what held the rule back: its unless, its cooldown, a declined
	// or recent offer.
	Held string `json:"held,omitempty"`
	// Outranked names the rule whose action or priority won over this one's.
	Outranked string `json:"outranked,omitempty"`
	// When is the rule's condition; Unless, where there is one, its exception.
	When   *Condition `json:"when"`
	Unless *Condition `json:"unless,omitempty"`
}

// Condition is a condition with what it evaluated to.
type Condition struct {
	// Op is "and", "or" or "not" over Parts; "" for an atom.
	Op    string       `json:"op,omitempty"`
	Parts []*Condition `json:"parts,omitempty"`
	// Text is an atom as written.
	Text  string `json:"text,omitempty"`
	Value bool   `json:"value"`
	// State says how an atom that compares numbers stands: "emotion.anger 0.48 < 0.50".
	State string `json:"state,omitempty"`
	// Decides says that the rule would have turned out otherwise if this atom
	// alone had (exception included, cooldowns and offers aside).
	Decides bool `json:"decides,omitempty"`
}

// Atoms calls f with each atom, in the order of the text.
func (c *Condition) Atoms(f func(*Condition)) {
	if c == nil {
		return
	}
	if c.Op == "" {
		f(c)
	}
	for _, p := range c.Parts {
		p.Atoms(f)
	}
}

// Trace asks every rule at a turn and returns what became of each, in the
// order of the file. It costs several times what Decide does.
func (p *Policy) Trace(v *escalate.View) []RuleTrace {
	a := p.activate(v)
	defer a.done()
	return a.trace()
}

func (a *activation) trace() []RuleTrace {
	out := make([]RuleTrace, len(a.p.rules))
	winner := a.winner()
	for i, r := range a.p.rules {
		t := RuleTrace{Rule: r.id, Doc: r.text, Action: r.action, File: r.file, Line: r.line, Outcome: Declined, When: a.condition(r.when)}
		if r.unless != nil {
			t.Unless = a.condition(r.unless)
		}
		if r.when.eval(a) {
			t.Outcome = Fired
			if t.Held, _ = a.p.held(r, a); t.Held != "" {
				t.Outcome = HeldBack
			} else if winner != nil && (winner.action > r.action || winner.action == r.action && winner.priority > r.priority) {
				t.Outranked = winner.id
			}
		}
		t.decide()
		out[i] = t
	}
	return out
}

// winner returns the rule that decides, nil if none fires.
func (a *activation) winner() *rule {
	v := a.decide()
	if len(v.Reasons) == 0 {
		return nil
	}
	return a.p.rule(v.Reasons[0].Rule)
}

func (p *Policy) rule(id string) *rule {
	for _, r := range p.rules {
		if r.id == id {
			return r
		}
	}
	return nil
}

// condition takes c down with the values at the turn.
func (a *activation) condition(c cond) *Condition {
	out := &Condition{Value: c.eval(a)}
	parts := func(op string, cs ...cond) {
		out.Op = op
		for _, x := range cs {
			out.Parts = append(out.Parts, a.condition(x))
		}
	}
	switch c := c.(type) {
	case all:
		parts("and", c...)
	case some:
		parts("or", c...)
	case not:
		parts("not", c.c)
	case *compare:
		out.Text, out.State = c.text, c.state(a, out.Value)
	case *flag:
		out.Text = c.text
	}
	return out
}

// decide marks the atoms that decide: those from which a change goes up to the
// root, because no neighbour on the way holds the result as it is.
func (t *RuleTrace) decide() {
	t.When.decide(t.Unless == nil || !t.Unless.Value)
	if t.Unless != nil {
		t.Unless.decide(t.When.Value)
	}
}

func (c *Condition) decide(open bool) {
	if c.Op == "" {
		c.Decides = open
	}
	for i, p := range c.Parts {
		free := open
		for j, q := range c.Parts {
			// A false part decides an "and" by itself, a true one an "or".
			if j != i && (c.Op == "and" && !q.Value || c.Op == "or" && q.Value) {
				free = false
			}
		}
		p.decide(free)
	}
}

// Observe returns p with f called at every turn that it judges, before the
// view becomes invalid: for tests and explanations, which ask [Policy.Trace]
// or [Policy.Explain] about it.
func Observe(p *Policy, f func(v *escalate.View, verdict escalate.Verdict)) escalate.Policy {
	return observed{p, f}
}

type observed struct {
	*Policy
	f func(*escalate.View, escalate.Verdict)
}

func (o observed) Decide(v *escalate.View) escalate.Verdict {
	out := o.Policy.Decide(v)
	o.f(v, out)
	return out
}
