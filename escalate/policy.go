package escalate

import "fmt"

// A Policy turns what the detectors found into a verdict. It is deterministic,
// keeps nothing of a conversation in itself, and is safe for concurrent use.
//
// A policy judges the current turn alone, with the history that the [View]
// shows. That a transfer stands until an agent speaks or the customer
// withdraws, and that the bot goes on while an agent has the conversation, is
// the engine's business.
//
// A policy that stands for another, which may change (policy.Swappable does),
// also has a method Current() Policy; it is asked once a turn.
type Policy interface {
	// Info names the policy; the decision carries it.
	Info() PolicyInfo
	// Decide judges the current turn.
	Decide(v *View) Verdict
}

// PolicyInfo names a policy.
type PolicyInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Digest identifies the policy's content, where it has one.
	Digest string `json:"digest,omitempty"`
}

// Verdict is what a policy makes of a turn.
type Verdict struct {
	Action   Action
	Priority Priority
	// Queue says where the conversation should go, for instance "billing".
	Queue string
	// Score is the probability that a human is needed at this turn.
	Score        Score
	Availability Availability
	// Message is what the host may say to the customer with the action, in
	// their language; "" leaves it to the host.
	Message string
	// Reasons, strongest first; an action other than Continue needs one.
	Reasons []Reason
	// NearMisses are the rules that came closest to firing, closest first.
	NearMisses []NearMiss
}

// Reason says why: the rule that fired and the signal it rests on.
type Reason struct {
	Rule   string `json:"rule"`
	Signal Kind   `json:"signal"`
	Score  Score  `json:"score"`
	// Text says it in a sentence for people.
	Text string `json:"text"`
	// Evidence is filled in by the engine: the words that carry Signal at this
	// turn, or at the latest turn where it scored highest.
	Evidence []Evidence `json:"evidence"`
}

// NearMiss is a rule that did not fire, and what was missing.
type NearMiss struct {
	Rule    string `json:"rule"`
	Missing string `json:"missing"`
}

// check validates a verdict.
func (v *Verdict) check() error {
	if !actions.has(v.Action) {
		return fmt.Errorf("verdict: invalid %v", v.Action)
	}
	if !priorities.has(v.Priority) {
		return fmt.Errorf("verdict: invalid %v", v.Priority)
	}
	if !availabilities.has(v.Availability) {
		return fmt.Errorf("verdict: invalid %v", v.Availability)
	}
	if !v.Score.valid() {
		return fmt.Errorf("verdict: score %v outside [0,1]", float64(v.Score))
	}
	if v.Action != Continue && len(v.Reasons) == 0 {
		return fmt.Errorf("verdict: %v without a reason", v.Action)
	}
	for i, r := range v.Reasons {
		if r.Rule == "" {
			return fmt.Errorf("verdict: reason %d names no rule", i)
		}
		if !r.Score.valid() {
			return fmt.Errorf("verdict: reason %q: score %v outside [0,1]", r.Rule, float64(r.Score))
		}
	}
	return nil
}

// safeDecide calls p and turns a panic into an error.
func safeDecide(p Policy, v *View) (out Verdict, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	out = p.Decide(v)
	return out, out.check()
}
