package detect

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/phrase"
)

// Flow follows the talk about a human between bot and customer. Of the bot it
// reports the acts of offering and of announcing one, and of waiting for an
// answer; of the customer those of accepting or declining the offer, of
// withdrawing, of getting somewhere, and of only asking whether it is a bot
// that answers. Accepting the bot's offer is a request
// ([escalate.RequestHuman]).
//
// Fires on bot: "Shall I connect you to a colleague?", customer: "yes please".
// Does not fire on the same "yes please" to any other question.
func Flow(ph *Phrases) escalate.Detector { return &flow{ph} }

type flow struct{ phrases *Phrases }

// flowState is what the bot did since the customer's last turn.
type flowState struct {
	Offered bool `json:"offered,omitempty"`
}

func (d *flow) Info() escalate.Info {
	return escalate.Info{Name: "flow", Version: 1, Languages: d.phrases.Languages(), Roles: []escalate.Role{escalate.Customer, escalate.Bot, escalate.Agent},
		Kinds: []escalate.Kind{escalate.RequestHuman, escalate.BotUnfamiliar},
		Doc:   "Follows offers of a human, their acceptance, and withdrawals. What was offered and declined must not be offered again at once."}
}

func (*flow) NewState() any { return new(flowState) }

func (d *flow) Detect(ctx context.Context, p *escalate.Pass) error {
	s := p.State().(*flowState)
	ms, err := d.phrases.Matches(ctx, p)
	if err != nil {
		return err
	}
	switch p.Turn().Role {
	case escalate.Agent:
		s.Offered = false
	case escalate.Bot:
		return d.bot(ctx, p, s, ms)
	case escalate.Customer:
		d.customer(p, s, ms)
		s.Offered = false
	}
	return nil
}

func (d *flow) bot(ctx context.Context, p *escalate.Pass, s *flowState, ms []phrase.Match) error {
	if _, ok := first(ms, "act.promise_human"); ok {
		p.Act(escalate.ActPromiseHuman)
	} else if _, ok := first(ms, "act.offer_human"); ok {
		p.Act(escalate.ActOfferHuman)
		s.Offered = true
	}
	t, err := Text.Of(ctx, p)
	if err != nil {
		return err
	}
	if ss := t.Sentences(); len(ss) > 0 && ss[len(ss)-1].Question {
		p.Act(escalate.ActAsk)
	}
	return nil
}

func (d *flow) customer(p *escalate.Pass, s *flowState, ms []phrase.Match) {
	decline, declined := first(ms, "act.decline")
	if s.Offered {
		accept, accepted := first(ms, "act.accept")
		switch {
		case declined && (!accepted || decline.Start <= accept.Start):
			p.Act(escalate.ActDecline)
		case accepted:
			p.Act(escalate.ActAccept)
			p.Find(escalate.RequestHuman, escalate.Score(accept.Weight), accept.Start, accept.End)
		}
	}
	_, asked := first(ms, string(escalate.RequestHuman))
	if _, ok := first(ms, "act.withdraw"); ok && !asked {
		p.Act(escalate.ActWithdraw)
	}
	if _, ok := first(ms, "act.progress"); ok {
		p.Act(escalate.ActProgress)
	}
	if ask, ok := first(ms, "act.ask_if_bot"); ok {
		p.Find(escalate.BotUnfamiliar, escalate.Score(ask.Weight), ask.Start, ask.End)
		only := true
		for _, m := range ms {
			if m.Group == string(escalate.BotUnfamiliar) && m.Scope == 0 && (m.End <= ask.Start || m.Start >= ask.End) {
				only = false
			}
		}
		if only {
			p.Act(escalate.ActAskIfBot)
		}
	}
}

// first returns the first match of a group that counts.
func first(ms []phrase.Match, group string) (phrase.Match, bool) {
	for _, m := range ms {
		if m.Group == group && m.Scope == 0 {
			return m, true
		}
	}
	return phrase.Match{}, false
}
