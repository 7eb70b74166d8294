package detect

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
)

// Promise reports a bot that announced a human and went on itself
// ([escalate.BotFalsePromise]): the announced transfer is due.
//
// Fires on bot: "I'm transferring you now", customer: "ok", bot: "What can I do
// for you?", at the customer's next turn. Does not fire where an agent spoke in
// between, nor on an offer that leaves the choice to the customer.
func Promise(m *Moves) escalate.Detector { return &promise{m} }

// announced is how sure an announcement must be: a hand-over follows from it
// alone, and "I can reach the control panel now" is nearly one.
const announced = 0.75

type promise struct{ moves *Moves }

type promiseState struct {
	// Made is the evidence of the announcement; nil when none is open.
	Made *escalate.Evidence `json:"made,omitempty"`
	// Heard is true once the customer has had a turn since, Broken once the
	// bot has spoken after that.
	Heard  bool `json:"heard,omitempty"`
	Broken bool `json:"broken,omitempty"`
}

func (d *promise) Info() escalate.Info {
	return escalate.Info{Name: "promise", Version: 2, Languages: d.moves.Languages(), Roles: []escalate.Role{escalate.Customer, escalate.Bot, escalate.Agent},
		Kinds: []escalate.Kind{escalate.BotFalsePromise},
		Doc:   "Reports announced hand-overs that did not happen. Customers who were promised a person and got the bot again do not come back."}
}

func (*promise) NewState() any { return new(promiseState) }

func (d *promise) Detect(ctx context.Context, p *escalate.Pass) error {
	s := p.State().(*promiseState)
	switch p.Turn().Role {
	case escalate.Agent:
		*s = promiseState{}
	case escalate.Bot:
		s.Broken = s.Made != nil && s.Heard
		if s.Made != nil || !p.Acted(escalate.ActPromiseHuman) {
			return nil
		}
		m, ok, err := d.moves.find(ctx, p, movePromise)
		if err != nil {
			return err
		}
		if ok && m.score >= announced {
			s.Made = &escalate.Evidence{Turn: p.Index(), Start: m.start, End: m.end}
		}
	case escalate.Customer:
		if p.Acted(escalate.ActWithdraw) {
			*s = promiseState{} // nobody waits for the person any more
			return nil
		}
		if s.Broken {
			sig := escalate.Signal{Kind: escalate.BotFalsePromise, Score: 0.9}
			if p.Index()-s.Made.Turn < escalate.WindowTurns {
				sig.Evidence = []escalate.Evidence{*s.Made}
			}
			p.Report(sig)
			*s = promiseState{}
			return nil
		}
		s.Heard = s.Made != nil
	}
	return nil
}
