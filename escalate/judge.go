package escalate

import "slices"

// A Judge turns the readings of one conversation into decisions by a policy.
// It is for one goroutine at a time.
type Judge struct {
	policy Policy
	conv   Conversation
	s      judgeState
}

// judgeState is what a judge remembers, bounded however long the conversation is.
type judgeState struct {
	History  []past         `json:"history,omitempty"`
	Customer int            `json:"customer"`           // customer turns so far
	Offered  int            `json:"offered,omitempty"`  // the customer turn of the last offer, from 1; 0: none
	Declined bool           `json:"declined,omitempty"` // the customer declined an offer
	BotWaits bool           `json:"bot_waits,omitempty"`
	Agent    bool           `json:"agent,omitempty"` // a human agent has the conversation
	Fired    map[string]int `json:"fired,omitempty"` // rule: the customer turn it last gave a reason
	Latch    *latch         `json:"latch,omitempty"`
	Causes   []Reason       `json:"causes,omitempty"` // reasons of all turns, for the handover
}

// latch is a transfer that stands.
type latch struct {
	Priority Priority `json:"priority"`
	Queue    string   `json:"queue"`
	Score    Score    `json:"score"`
	Message  string   `json:"message,omitempty"`
	Reasons  []Reason `json:"reasons"`
}

const (
	maxReasons = 8   // of a decision
	maxFired   = 512 // rules whose last firing is remembered; a policy has fewer
)

// NewJudge starts the judging of a conversation. The error is an [*InputError].
func NewJudge(p Policy, c Conversation) (*Judge, error) {
	conv, err := c.normalize()
	if err != nil {
		return nil, &InputError{ID: c.ID, Turn: -1, Err: err}
	}
	return &Judge{policy: p, conv: conv}, nil
}

// Judge takes the next reading and returns the decision at it, nil for a turn
// that is not the customer's. The error is a [*PolicyError]. The reading is
// not modified, but the decision shares its evidence.
func (j *Judge) Judge(r Reading) (*Decision, error) {
	switch r.Role {
	case Customer:
		return j.customer(&r)
	case Agent:
		j.s.Agent, j.s.Latch, j.s.BotWaits = true, nil, false
		j.forget()
	case Bot:
		if j.s.Agent { // what was said to the agent is settled
			j.s.Agent = false
			j.forget()
		}
		if slices.Contains(r.Acts, ActOfferHuman) {
			j.s.Offered = j.s.Customer
		}
		j.s.BotWaits = slices.Contains(r.Acts, ActAsk)
	}
	return nil, nil
}

// forget drops what must not count any more: only new evidence transfers anew.
func (j *Judge) forget() { j.s.History, j.s.Fired = nil, nil }

func (j *Judge) since(turn int) int {
	if turn == 0 {
		return -1
	}
	return j.s.Customer - turn
}

func (j *Judge) customer(r *Reading) (*Decision, error) {
	if slices.Contains(r.Acts, ActWithdraw) {
		j.s.Latch = nil
		j.forget()
	}
	if slices.Contains(r.Acts, ActDecline) {
		j.s.Declined = true
	}
	j.s.BotWaits = j.s.BotWaits && !slices.Contains(r.Acts, ActDigress)
	j.s.Customer++
	j.s.History = append(j.s.History, remember(r))
	if n := len(j.s.History); n > HistoryTurns {
		copy(j.s.History, j.s.History[n-HistoryTurns:])
		j.s.History = j.s.History[:HistoryTurns]
	}
	p := j.policy
	if s, ok := p.(interface{ Current() Policy }); ok {
		p = s.Current() // once a turn, so that Info is that of the policy that decides
	}
	info := p.Info()
	v, err := safeDecide(p, &View{j, r})
	if err != nil {
		return nil, &PolicyError{Policy: info.Name, Turn: r.Turn, Err: err}
	}
	for i := range v.Reasons {
		j.back(&v.Reasons[i], r)
	}
	d := newDecision(j.conv.ID, r, info)
	j.apply(d, &v)
	j.s.BotWaits = false
	return d, nil
}

// back gives a reason its evidence.
func (j *Judge) back(reason *Reason, r *Reading) {
	reason.Score = reason.Score.round()
	reason.Evidence = nil
	if s, ok := r.Signal(reason.Signal); ok && s.Score > 0 && s.Score >= reason.Score && len(s.Evidence) > 0 {
		reason.Evidence = s.Evidence // the words of this turn; no need to look back
		return
	}
	best := Score(-1)
	for i := len(j.s.History) - 1; i >= 0; i-- {
		s, ok := find(j.s.History[i].Signals, reason.Signal)
		if ok && s.Score > best && len(s.Evidence) > 0 {
			reason.Evidence, best = s.Evidence, s.Score
		}
	}
	if s, ok := r.Signal(reason.Signal); ok && s.Score > 0 && s.Score >= min(best, reason.Score) && len(s.Evidence) > 0 {
		reason.Evidence = s.Evidence
	}
	if len(reason.Evidence) == 0 && r.Whole != nil {
		reason.Evidence = []Evidence{*r.Whole}
	}
}

// apply turns a verdict into the decision, with what stands from before.
func (j *Judge) apply(d *Decision, v *Verdict) {
	d.Score, d.Availability, d.NearMisses = v.Score.round(), j.availability(v), append(d.NearMisses, v.NearMisses...)
	switch {
	case j.s.Agent:
		for _, r := range v.Reasons {
			d.NearMisses = append(d.NearMisses, NearMiss{Rule: r.Rule, Missing: "a human agent has the conversation"})
		}
		return
	case v.Action == Transfer:
		j.latch(v)
		fallthrough
	case j.s.Latch != nil:
		l := j.s.Latch
		d.Action, d.Priority, d.Queue, d.Message = Transfer, l.Priority, l.Queue, l.Message
		d.Score, d.Reasons = max(l.Score, d.Score), slices.Clone(l.Reasons)
	case v.Action == Offer:
		j.s.Offered = j.s.Customer
		fallthrough
	default:
		d.Action, d.Priority, d.Queue, d.Message = v.Action, v.Priority, v.Queue, v.Message
		d.Reasons = append(d.Reasons, v.Reasons[:min(len(v.Reasons), maxReasons)]...)
	}
	j.note(v.Reasons)
}

// latch makes a transfer stand. The reasons of one that stood already come
// after the new ones, and the greater priority keeps its queue.
func (j *Judge) latch(v *Verdict) {
	n := &latch{Priority: v.Priority, Queue: v.Queue, Message: v.Message, Score: v.Score.round(), Reasons: slices.Clone(v.Reasons)}
	if old := j.s.Latch; old != nil {
		if old.Priority > n.Priority {
			n.Priority, n.Queue, n.Message = old.Priority, old.Queue, old.Message
		}
		n.Score = max(n.Score, old.Score)
		for _, r := range old.Reasons {
			if !hasRule(n.Reasons, r.Rule) {
				n.Reasons = append(n.Reasons, r)
			}
		}
	}
	n.Reasons = n.Reasons[:min(len(n.Reasons), maxReasons)]
	j.s.Latch = n
}

// note remembers which rules gave reasons, for cooldowns and the handover.
func (j *Judge) note(reasons []Reason) {
	for _, r := range reasons {
		if j.s.Fired == nil {
			j.s.Fired = map[string]int{}
		}
		if _, known := j.s.Fired[r.Rule]; known || len(j.s.Fired) < maxFired {
			j.s.Fired[r.Rule] = j.s.Customer
		}
		j.s.Causes = slices.DeleteFunc(j.s.Causes, func(x Reason) bool { return x.Rule == r.Rule })
		j.s.Causes = append(j.s.Causes, r)
	}
	if n := len(j.s.Causes); n > 2*maxReasons {
		j.s.Causes = slices.Delete(j.s.Causes, 0, n-2*maxReasons)
	}
}

// availability is the policy's word, or the host's that nobody is there.
func (j *Judge) availability(v *Verdict) Availability {
	if n, ok := j.conv.Facts["agents_online"].(float64); ok && n <= 0 {
		return Callback
	}
	if b, ok := j.conv.Facts["agents_available"].(bool); ok && !b {
		return Callback
	}
	return v.Availability
}

// SetFacts replaces the facts from the next reading on.
func (j *Judge) SetFacts(facts map[string]any) error {
	c, err := Conversation{Facts: facts}.normalize()
	if err != nil {
		return &InputError{ID: j.conv.ID, Turn: -1, Err: err}
	}
	j.conv.Facts = c.Facts
	return nil
}
