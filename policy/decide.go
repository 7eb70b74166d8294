package policy

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/go-handoff/handoff/escalate"
)

// The score of a decision is the probability that a person is needed. Each
// signal counts as far as the conditions hold that rest on it: fully for a rule
// that transfers, offerWeight for one that offers, and half of that while the
// rule does not fire, so that the score rises with the evidence and jumps where
// the action does. The signals are put together as if they were independent,
// and the result is calibrated: scoreSlope and scoreShift are those of its
// logit, fitted to the conversations of escalate/standard/testdata/chats/learnt (go
// run ./escalate/standard/internal/judged/cmd -fit). An offer counts there as
// half a need.
const (
	offerWeight = 0.45
	scoreSlope  = 0.83
	scoreShift  = -0.77
)

// maxNear is how many near misses a verdict lists.
const maxNear = 3

// Decide implements [escalate.Policy]: every rule is asked; the strongest
// action of those that hold wins, with the priority and the queue of the first
// reason in the order of action, priority, score and place in the file.
func (p *Policy) Decide(v *escalate.View) escalate.Verdict {
	a := p.activate(v)
	defer a.done()
	return a.decide()
}

func (a *activation) decide() escalate.Verdict {
	p, v := a.p, a.v
	var out escalate.Verdict
	var fired []fire
	var near nearest
	for i, r := range p.rules {
		weight := 1.0
		if r.action == escalate.Offer {
			weight = offerWeight
		}
		if !r.when.eval(a) {
			near.add(miss{r, "", r.when.gap(a), i})
			if half := weight / 2; a.needs[r.lead] < half {
				a.needs[r.lead] = max(a.needs[r.lead], half*r.when.strength(a))
			}
			continue
		}
		held, excepted := p.held(r, a)
		reason := a.reason(r)
		if !excepted {
			a.needs[r.lead] = max(a.needs[r.lead], weight*max(r.when.strength(a), float64(reason.Score)))
		}
		if held != "" {
			near.add(miss{r, held, 0, i})
			continue
		}
		fired = append(fired, fire{r, reason, i})
	}
	out.Score = a.need()
	if len(fired) > 1 {
		slices.SortStableFunc(fired, func(a, b fire) int {
			return cmp.Or(cmp.Compare(b.rule.action, a.rule.action), cmp.Compare(b.rule.priority, a.rule.priority),
				cmp.Compare(b.reason.Score, a.reason.Score), cmp.Compare(a.at, b.at))
		})
	}
	if len(fired) > 0 {
		first := fired[0].rule
		out.Action, out.Priority = first.action, first.priority
		out.Queue, out.Message = p.queueFor(first.queue, v), first.message.in(v.Reading().Language.Tag)
		out.Reasons = make([]escalate.Reason, len(fired))
	}
	for i, f := range fired {
		out.Reasons[i] = f.reason
	}
	if near.n > 0 {
		out.NearMisses = make([]escalate.NearMiss, near.n)
	}
	for i, m := range near.list[:near.n] {
		if m.text == "" {
			m.text = m.rule.when.missing(a)
		}
		out.NearMisses[i] = escalate.NearMiss{Rule: m.rule.id, Missing: m.text}
	}
	return out
}

type fire struct {
	rule   *rule
	reason escalate.Reason
	at     int
}

// miss is a rule that gave no reason; text says why where it was held back.
type miss struct {
	rule *rule
	text string
	gap  float64
	at   int
}

// nearest keeps the misses of the smallest gaps, in that order and then in
// that of the file.
type nearest struct {
	list [maxNear]miss
	n    int
}

func (l *nearest) add(m miss) {
	i := l.n
	for i > 0 && m.gap < l.list[i-1].gap {
		i--
	}
	if i == maxNear {
		return
	}
	l.n = min(l.n+1, maxNear)
	copy(l.list[i+1:l.n], l.list[i:])
	l.list[i] = m
}

// need is the score of the decision.
func (a *activation) need() escalate.Score {
	none := 1.0
	for _, x := range a.needs {
		none *= 1 - x
	}
	if none >= 1 || none <= 0 {
		return escalate.Score(1 - none)
	}
	z := scoreShift + float64(scoreSlope*math.Log((1-none)/none))
	return escalate.Score(1 / (1 + math.Exp(-z)))
}

// held says why a rule whose condition holds gives no reason, "" if nothing
// holds it back; excepted that its own exception does, and not the moment.
func (p *Policy) held(r *rule, a *activation) (why string, excepted bool) {
	v := a.v
	if r.unless != nil && r.unless.eval(a) {
		return "held back by unless: " + describe(r.unless, a.limits), true
	}
	if r.cooldown > 0 {
		if n := v.SinceRule(r.id); n >= 0 && n < r.cooldown {
			return fmt.Sprintf("held back by its cooldown: fired %d of %d turns ago", n, r.cooldown), false
		}
	}
	if r.action != escalate.Offer || r.hard {
		return "", false
	}
	switch n := v.SinceOffer(); {
	case v.Declined():
		return "held back: the customer declined a human", false
	case a.acts(escalate.ActWithdraw):
		return "held back: the customer needs nobody any more", false
	case v.BotWaits():
		return "held back: the bot waits for an answer", false
	case p.offerEvery > 0 && n >= 0 && n < p.offerEvery:
		return fmt.Sprintf("held back: a human was offered %d turns ago", n), false
	}
	return "", false
}

// reason names the signal that a rule rests on: the one the policy names, else
// the first in its condition that scores now, else the first.
func (a *activation) reason(r *rule) escalate.Reason {
	out := escalate.Reason{Rule: r.id, Text: r.text, Signal: r.signal}
	for _, k := range r.kinds {
		if out.Signal == "" && a.scores[a.p.slots[k]] >= 0.25 {
			out.Signal = k
		}
	}
	if out.Signal == "" && len(r.kinds) > 0 {
		out.Signal = r.kinds[0]
	}
	if out.Signal == "" {
		return out
	}
	slot := a.p.slots[out.Signal]
	out.Score = escalate.Score(a.scores[slot])
	if out.Score == 0 {
		out.Score = escalate.Score(a.max(slot, 0))
	}
	return out
}
