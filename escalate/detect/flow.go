package detect

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
)

// Flow follows the talk about a human between bot and customer. Of the bot it
// reports the acts of offering and of announcing one, and of waiting for an
// answer; of the customer those of accepting or declining the offer, of
// withdrawing, of getting somewhere, of saying more than an answer, and of only
// asking whether it is a bot that answers. Accepting the bot's offer is a request
// ([escalate.RequestHuman]).
//
// Fires on bot: "Shall I connect you to a colleague?", customer: "yes please".
// Does not fire on the same "yes please" to any other question.
func Flow(m *Moves) escalate.Detector { return &flow{m} }

type flow struct{ moves *Moves }

// flowState is what the bot did since the customer's last turn.
type flowState struct {
	Offered bool `json:"offered,omitempty"`
	Asked   bool `json:"asked,omitempty"`
}

// answerWords is the length from which a turn says more than the answer to a
// question, set by hand: names, dates and addresses are shorter.
const answerWords = 7

// settled is the probability from which words take a request back: a hand-over
// that was earned is not undone on an even chance.
const settled = 0.7

// askWords is how long a turn is at most that only asks whether it is a bot that
// answers, set by hand: who struggles tells more.
const askWords = 10

func (d *flow) Info() escalate.Info {
	return escalate.Info{Name: "flow", Version: 2, Languages: d.moves.Languages(), Roles: []escalate.Role{escalate.Customer, escalate.Bot, escalate.Agent},
		Kinds: []escalate.Kind{escalate.RequestHuman, escalate.BotUnfamiliar},
		Doc:   "Follows offers of a human, their acceptance, and withdrawals. What was offered and declined must not be offered again at once."}
}

func (*flow) NewState() any { return new(flowState) }

func (d *flow) Detect(ctx context.Context, p *escalate.Pass) error {
	s := p.State().(*flowState)
	switch p.Turn().Role {
	case escalate.Agent:
		*s = flowState{}
	case escalate.Bot:
		return d.bot(ctx, p, s)
	case escalate.Customer:
		before := *s
		*s = flowState{}
		return d.customer(ctx, p, before)
	}
	return nil
}

func (d *flow) bot(ctx context.Context, p *escalate.Pass, s *flowState) error {
	promised, did, err := d.moves.find(ctx, p, movePromise)
	if err != nil {
		return err
	}
	offered, may, err := d.moves.find(ctx, p, moveOffer)
	switch {
	case err != nil:
		return err
	case did && (!may || promised.score >= offered.score):
		p.Act(escalate.ActPromiseHuman)
	case may:
		p.Act(escalate.ActOfferHuman)
		s.Offered = true
	}
	t, err := Text.Of(ctx, p)
	if err != nil {
		return err
	}
	if ss := t.Sentences(); len(ss) > 0 && ss[len(ss)-1].Question {
		p.Act(escalate.ActAsk)
		s.Asked = true
	}
	return nil
}

func (d *flow) customer(ctx context.Context, p *escalate.Pass, before flowState) error {
	t, err := Text.Of(ctx, p)
	if err != nil {
		return err
	}
	if before.Asked && length(t) >= answerWords {
		p.Act(escalate.ActDigress)
	}
	decline, declined, err := d.moves.find(ctx, p, moveDecline)
	if err != nil {
		return err
	}
	if before.Offered {
		accept, accepted, err := d.moves.find(ctx, p, moveAccept)
		switch {
		case err != nil:
			return err
		case declined && (!accepted || decline.score > accept.score || decline.score == accept.score && decline.start <= accept.start):
			p.Act(escalate.ActDecline)
		case accepted:
			p.Act(escalate.ActAccept)
			p.Find(escalate.RequestHuman, escalate.Score(accept.score), accept.start, accept.end)
		}
	}
	asked := false
	if r, ok := p.Reported(escalate.RequestHuman); ok {
		asked = r.Score >= 0.5
	} else {
		ms, err := d.moves.phrases.Matches(ctx, p)
		if err != nil {
			return err
		}
		_, asked = first(ms, string(escalate.RequestHuman))
	}
	back, ok, err := d.moves.find(ctx, p, moveWithdraw)
	if err != nil {
		return err
	}
	if ok && back.score >= settled && !asked {
		p.Act(escalate.ActWithdraw)
	}
	if _, ok, err = d.moves.find(ctx, p, moveProgress); err != nil {
		return err
	} else if ok {
		p.Act(escalate.ActProgress)
	}
	ask, ok, err := d.moves.find(ctx, p, moveAskIfBot)
	if err != nil || !ok {
		return err
	}
	if ask.phrase { // else the message detector has judged these words
		p.Find(escalate.BotUnfamiliar, escalate.Score(ask.score), ask.start, ask.end)
	}
	if length(t) <= askWords {
		p.Act(escalate.ActAskIfBot)
	}
	return nil
}
