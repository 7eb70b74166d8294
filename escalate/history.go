package escalate

import "slices"

// HistoryTurns is how many customer turns, the current one included, a policy
// can look back on.
const HistoryTurns = 32

// past is what the history keeps of a customer turn.
type past struct {
	Turn    int      `json:"turn"`
	Signals []Signal `json:"signals,omitempty"` // sorted by kind
	Acts    []Act    `json:"acts,omitempty"`
}

// quotable is the score below which the history keeps no evidence: policies do
// not act on such a signal, so nobody will ask for its words.
const quotable = 0.25

// remember returns a reading's signals as the history keeps them: at most one
// piece of evidence each.
func remember(r *Reading) past {
	p := past{Turn: r.Turn, Signals: make([]Signal, len(r.Signals)), Acts: r.Acts}
	for i, s := range r.Signals {
		if s.Score < quotable {
			s.Evidence = nil
		} else if len(s.Evidence) > 1 {
			s.Evidence = s.Evidence[:1:1]
		}
		p.Signals[i] = s
	}
	return p
}

// View is what a policy sees at a customer turn: the signals now and before,
// the conversation's state and the host's facts. It is valid until Decide
// returns. Turns that a human agent had in hand, and all before them, are no
// longer in it; nor are those before the customer withdrew.
type View struct {
	j *Judge
	r *Reading
}

// Conversation returns what the host knows of the conversation. Read only.
func (v *View) Conversation() *Conversation { return &v.j.conv }

// Reading returns the reading of the current turn. Read only.
func (v *View) Reading() *Reading { return v.r }

// Score returns the score of kind k at the current turn, 0 where nothing was reported.
func (v *View) Score(k Kind) Score {
	s, _ := v.r.Signal(k)
	return s.Score
}

// recent returns the last n customer turns, the current one included; all that
// are remembered for n < 1.
func (v *View) recent(n int) []past {
	h := v.j.s.History
	if n >= 1 && n < len(h) {
		return h[len(h)-n:]
	}
	return h
}

// Max returns the greatest score of kind k in the last n customer turns, the
// current one included; in all that are remembered for n < 1.
func (v *View) Max(k Kind, n int) Score {
	var m Score
	for _, p := range v.recent(n) {
		if s, ok := find(p.Signals, k); ok {
			m = max(m, s.Score)
		}
	}
	return m
}

// Count returns in how many of the last n customer turns, the current one
// included, kind k scored at least least; n < 1 means all that are remembered.
func (v *View) Count(k Kind, least Score, n int) int {
	c := 0
	for _, p := range v.recent(n) {
		if s, ok := find(p.Signals, k); ok && s.Score >= least {
			c++
		}
	}
	return c
}

// SinceProgress returns in how many customer turns, the current one included,
// kind k scored at least least since the customer last got anywhere
// ([ActProgress]).
func (v *View) SinceProgress(k Kind, least Score) int {
	c := 0
	for _, p := range slices.Backward(v.j.s.History) {
		if slices.Contains(p.Acts, ActProgress) {
			break
		}
		if s, ok := find(p.Signals, k); ok && s.Score >= least {
			c++
		}
	}
	return c
}

// CountAct returns in how many of the last n customer turns, the current one
// included, the customer did a; n < 1 means all that are remembered.
func (v *View) CountAct(a Act, n int) int {
	c := 0
	for _, p := range v.recent(n) {
		if slices.Contains(p.Acts, a) {
			c++
		}
	}
	return c
}

// Ago returns the score of kind k n customer turns ago; 0 is the current turn.
func (v *View) Ago(k Kind, n int) Score {
	h := v.j.s.History
	if n < 0 || n >= len(h) {
		return 0
	}
	s, _ := find(h[len(h)-1-n].Signals, k)
	return s.Score
}

// levelDecay is what a turn counts for in [View.Level] beside the one after it.
// At 0.6 two turns in a row at 0.6 come to 0.74, and what was said is worth
// half after one calm turn and a bit.
const levelDecay = 0.6

// Level returns how high kind k stands by now: the scores of the customer's
// turns together, as if independent, each turn counting for less than the one
// after it. Unlike [View.Max] it rises while the signal lasts and falls while
// the customer is calm; progress ([ActProgress]) ends it.
func (v *View) Level(k Kind) Score {
	return 1 - (1-v.Score(k))*(1-v.LevelBefore(k))
}

// LevelBefore returns what the turns before the current one leave of kind k: the
// level there would be if the current turn did not carry it.
func (v *View) LevelBefore(k Kind) Score {
	calm, weight := 1.0, 1.0
	h := v.j.s.History
	for i := len(h) - 2; i >= 0 && !slices.Contains(h[i].Acts, ActProgress); i-- {
		weight *= levelDecay
		if s, ok := find(h[i].Signals, k); ok {
			calm *= 1 - float64(weight*float64(s.Score))
		}
	}
	return Score(1 - calm)
}

// CustomerTurns returns how many turns the customer has had, the current one included.
func (v *View) CustomerTurns() int { return v.j.s.Customer }

// SinceOffer returns how many customer turns ago the decision was to offer a
// human (1: at the last customer turn), or the bot itself offered one; -1 if never.
func (v *View) SinceOffer() int { return v.j.since(v.j.s.Offered) }

// SinceRule returns how many customer turns ago rule gave a reason; -1 if never.
func (v *View) SinceRule(rule string) int {
	at, ok := v.j.s.Fired[rule]
	if !ok {
		return -1
	}
	return v.j.since(at)
}

// Declined reports whether the customer declined an offer of a human.
func (v *View) Declined() bool { return v.j.s.Declined }

// BotWaits reports whether the bot was waiting for the customer's answer to a
// question, and the current turn is one ([ActDigress] says that it is more).
func (v *View) BotWaits() bool { return v.j.s.BotWaits }

// Transferred reports whether an earlier turn earned a transfer that still stands.
func (v *View) Transferred() bool { return v.j.s.Latch != nil }
