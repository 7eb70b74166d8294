package detect

import (
	"context"
	"math"
	"slices"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// The moves of a conversation: groups of the lexicon, and outputs of the tuned
// head.
const (
	moveAccept   = "act.accept"
	moveDecline  = "act.decline"
	moveWithdraw = "act.withdraw"
	moveProgress = "act.progress"
	moveAskIfBot = "act.ask_if_bot"
	moveMisread  = "bot.misread"
	moveFallback = "bot.fallback"
	moveOffer    = "act.offer_human"
	movePromise  = "act.promise_human"
)

// Moves recognises what a turn does in the talk between customer and bot: a bot
// that does not understand, offers a person or announces one; a customer who
// accepts, declines, withdraws, gets somewhere, or was misread. It hears them
// in the phrases of a lexicon, and with the tuned layers in any words. It is
// immutable and safe for concurrent use.
type Moves struct {
	phrases *Phrases
	vectors *Vectors // nil: phrases alone
	meaning *Vectors // what tells whether two turns mean the same; nil: words alone
	outputs map[string]int
	knows   []string // languages of the outputs
	heard   *escalate.Resource[[]part]
}

const (
	// doubted is the probability by the tuned layers below which a phrase of a
	// move is not believed: "again?" is also said by those who were understood.
	doubted = 0.1
	// botPart is how much of the beginning and of the end of a bot's long turn
	// is heard, in bytes: apologies come first, and offers last. Of a turn longer
	// than one part a question at its end is heard by itself too.
	botPart = 320
)

// NewMoves returns moves by phrases, and by the outputs of v that are named
// like them, which know languages (BCP 47 tags; nil for all); v may be nil.
func NewMoves(ph *Phrases, v *Vectors, languages []string) *Moves {
	m := &Moves{phrases: ph, meaning: v, knows: languages, outputs: map[string]int{}}
	if v != nil {
		for i, name := range v.Outputs() {
			m.outputs[name] = i
		}
	}
	if _, ok := m.outputs[moveFallback]; ok {
		m.vectors = v
	}
	m.heard = escalate.NewResource("moves", m.hear)
	return m
}

// Languages are those in which moves are recognised, as BCP 47 tags; nil for all.
func (m *Moves) Languages() []string {
	if m.vectors != nil {
		return m.knows
	}
	return m.phrases.Languages()
}

// part is a stretch of a turn that was heard by itself.
type part struct {
	start int
	text  *text.Text
	said  *Embedding
}

// move is a move found in a turn, with the words that make it.
type move struct {
	score      float64
	start, end int
	phrase     bool // a phrase says so
}

// find returns the probability of a move in the pass's turn, with its words;
// false where it is less than even.
func (m *Moves) find(ctx context.Context, p *escalate.Pass, name string) (move, bool, error) {
	ms, err := m.phrases.Matches(ctx, p)
	if err != nil {
		return move{}, false, err
	}
	said, ok := first(ms, name)
	out := move{said.Weight, said.Start, said.End, true}
	if m.vectors == nil {
		return out, ok, nil
	}
	parts, err := m.heard.Of(ctx, p)
	if err != nil {
		return move{}, false, err
	}
	best, at := -1, 0.0
	k := m.outputs[name]
	for i, x := range parts {
		if s := sigmoid(float64(x.said.Vector[k])); s > at {
			best, at = i, s
		}
	}
	if ok && at >= doubted {
		out.score = max(out.score, at)
		return out, true, nil
	}
	if at < 0.5 {
		return move{}, false, nil
	}
	x := &parts[best]
	start, end, ok := classify.Stretch(x.text, x.said.outputContributions(k))
	if !ok {
		ws := x.text.Words()
		start, end = ws[0].Start, ws[len(ws)-1].End
	}
	return move{at, x.start + start, x.start + end, false}, true, nil
}

// hear returns the parts of a turn that say what it does.
func (m *Moves) hear(ctx context.Context, p *escalate.Pass) ([]part, error) {
	t, err := Text.Of(ctx, p)
	if err != nil || !says(t) {
		return nil, err
	}
	s := p.Text()
	if p.Turn().Role == escalate.Customer {
		e, err := m.vectors.Of(ctx, p)
		return []part{{0, t, e}}, err
	}
	cuts, ss := [][2]int{{0, len(s)}}, t.Sentences()
	if len(s) > 2*botPart {
		head, tail := 1, len(ss)-1
		for head < len(ss) && ss[head].End <= botPart {
			head++
		}
		for tail > head && len(s)-ss[tail-1].Start <= botPart {
			tail--
		}
		cuts[0][1] = ss[head-1].End
		if tail >= head {
			cuts = append(cuts, [2]int{ss[tail].Start, len(s)})
		}
	}
	if last := ss[len(ss)-1]; len(s) > botPart && last.Question && last.Start > cuts[len(cuts)-1][0] {
		cuts = append(cuts, [2]int{last.Start, len(s)}) // a question is what the turn comes to
	}
	var out []part
	for _, c := range cuts {
		x := part{start: c[0], text: text.New(s[c[0]:c[1]])}
		if !says(x.text) {
			continue
		}
		if x.said, err = m.vectors.Embed(s[c[0]:c[1]]); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// first returns the first match of a group that counts.
func first(ms []phrase.Match, group string) (phrase.Match, bool) {
	i := slices.IndexFunc(ms, func(m phrase.Match) bool { return m.Group == group && m.Scope == 0 })
	if i < 0 {
		return phrase.Match{}, false
	}
	return ms[i], true
}
