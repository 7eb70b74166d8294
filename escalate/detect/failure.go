package detect

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/text"
)

// Failure reports a bot that did not help ([escalate.BotFailure]): it says
// itself that it did not understand, by its words or by the host's fields; it
// says the same again; or the customer has to repeat or rephrase, or says that
// the bot missed. The score is for this turn; how often is too often is for
// the policy, which counts since the customer last got anywhere.
//
// Fires on bot: "Sorry, I did not get that", at the customer's next turn, and
// on a customer who asks the same thing twice. Does not fire on a customer who
// thanks the bot, or answers the same one-word question twice.
func Failure(m *Moves) escalate.Detector { return &failure{m} }

type failure struct{ moves *Moves }

const (
	// rememberTurns is how many turns of each side are compared with a new
	// one; people repeat themselves at once or never.
	rememberTurns = 4
	// rememberWords bounds the words of each.
	rememberWords = 60
	// minWords is how many words a turn needs to be told a repetition: below,
	// people answer and do not ask.
	minWords = 4
)

// Scores by what was seen, set by hand until conversations with outcomes
// replace them: how probable it is that the bot failed.
const (
	saidFallback  = 0.95 // the host's own word
	lowConfidence = 0.80 // confidence under 0.3
	midConfidence = 0.55 // confidence under 0.5
	repeatedBot   = 0.40 // the bot says the same again: no failure by itself, for bots have set phrases
	repeatedSelf  = 0.75 // the customer says the same again
	vented        = 0.45 // a frustrated customer seems to say that the bot missed
	rephrased     = 0.40 // the customer says nearly the same again: no failure by itself
)

// Likeness of two turns of a customer, the greater of words in common and of
// meaning. At depth 6 one in a hundred follow-up questions in ordinary
// dialogues (STAR) is nearer than 0.87 to one before it without repeating it,
// and one in twenty nearer than 0.75; half the pairs of BANKING77 that ask for
// the same thing are nearer than 0.60.
const (
	sameAgain   = 0.88
	nearlyAgain = 0.75
)

// gotOn is after how many turns of the customer without a sign of failure the
// conversation has got on, though nobody said so.
const gotOn = 2

// said is a turn to compare with.
type said struct {
	Turn    int      `json:"turn"`
	Words   []string `json:"words"`
	Meaning []byte   `json:"meaning,omitempty"` // 127 times the vector's values, as int8
	Start   int      `json:"start"`
	End     int      `json:"end"`
}

type failureState struct {
	Customer []said `json:"customer,omitempty"`
	Bot      []said `json:"bot,omitempty"`
	// Score is what the bot's turns since the customer's last say, with the
	// words that say it.
	Score float64             `json:"score,omitempty"`
	Words []escalate.Evidence `json:"words_of,omitempty"`
	// Open says that the bot has failed, and Quiet in how many turns of the
	// customer since nothing has.
	Open  bool `json:"open,omitempty"`
	Quiet int  `json:"quiet,omitempty"`
}

func (*failure) Info() escalate.Info {
	return escalate.Info{Name: "failure", Version: 2, Roles: []escalate.Role{escalate.Customer, escalate.Bot, escalate.Agent},
		Kinds: []escalate.Kind{escalate.BotFailure},
		Doc:   "Reports turns of the bot that did not help. Two in a row are where customers start to look for the exit."}
}

func (*failure) NewState() any { return new(failureState) }

func (d *failure) Detect(ctx context.Context, p *escalate.Pass) error {
	s := p.State().(*failureState)
	if p.Turn().Role == escalate.Agent {
		*s = failureState{}
		return nil
	}
	t, err := Text.Of(ctx, p)
	if err != nil {
		return err
	}
	now := newSaid(p.Index(), t)
	if p.Turn().Role == escalate.Bot {
		return d.bot(ctx, p, s, now)
	}
	return d.customer(ctx, p, s, now)
}

func (d *failure) bot(ctx context.Context, p *escalate.Pass, s *failureState, now said) error {
	if c := p.Turn().Confidence; p.Turn().Fallback {
		s.add(saidFallback, now)
	} else if c != nil && *c < 0.3 {
		s.add(lowConfidence, now)
	} else if c != nil && *c < 0.5 {
		s.add(midConfidence, now)
	}
	m, ok, err := d.moves.find(ctx, p, moveFallback)
	if err != nil {
		return err
	}
	if ok {
		s.add(m.score, said{Turn: p.Index(), Start: m.start, End: m.end})
	}
	if alike, _ := nearest(s.Bot, now); alike >= 0.9 {
		s.add(repeatedBot, now)
	}
	s.Bot = keep(s.Bot, now)
	return nil
}

func (d *failure) customer(ctx context.Context, p *escalate.Pass, s *failureState, now said) error {
	m, ok, err := d.moves.find(ctx, p, moveMisread)
	if err != nil {
		return err
	}
	if ok {
		if f, _ := p.Reported(escalate.EmotionFrustration); f.Score >= 0.5 && !m.phrase {
			m.score = min(m.score, vented) // the words may be the mood's alone
		}
		s.add(m.score, said{Turn: p.Index(), Start: m.start, End: m.end})
	}
	if d.moves.meaning != nil && len(now.Words) >= minWords {
		e, err := d.moves.meaning.Of(ctx, p)
		if err != nil {
			return err
		}
		now.Meaning = small(e.Meaning)
	}
	switch alike, before := again(s.Customer, now); {
	case alike >= sameAgain:
		s.add(repeatedSelf, now)
		s.add(0, before)
	case alike >= nearlyAgain:
		s.add(rephrased, now)
		s.add(0, before)
	}
	s.Customer = keep(s.Customer, now)
	content := p.Acted(escalate.ActProgress)
	for _, move := range []string{moveAccept, moveDecline} { // "ok, thanks": taken as it is
		if _, took, err := d.moves.find(ctx, p, move); err != nil {
			return err
		} else if took && !ok {
			content = true
		}
	}
	failed := s.Score > 0 && !content
	if failed {
		sig := escalate.Signal{Kind: escalate.BotFailure, Score: escalate.Score(s.Score)}
		for _, e := range s.Words {
			if p.Index()-e.Turn < escalate.WindowTurns && e.Start < e.End {
				sig.Evidence = append(sig.Evidence, e)
			}
		}
		p.Report(sig)
	}
	if failed && s.Score >= 0.5 {
		s.Open, s.Quiet = true, 0
	} else if s.Quiet++; s.Open && s.Quiet >= gotOn {
		p.Act(escalate.ActProgress)
		s.Open = false
	}
	s.Score, s.Words = 0, nil
	return nil
}

// add counts one more sign, as if the signs were independent.
func (s *failureState) add(score float64, of said) {
	s.Score = 1 - (1-s.Score)*(1-score)
	if len(s.Words) < 4 {
		s.Words = append(s.Words, escalate.Evidence{Turn: of.Turn, Start: of.Start, End: of.End})
	}
}

func newSaid(turn int, t *text.Text) said {
	out := said{Turn: turn}
	ws := t.Words()
	before := ""
	for _, w := range ws {
		if w.Kind == text.Punct || w.Kind == text.Emoji || len(out.Words) >= rememberWords {
			before = ""
			continue
		}
		if !w.Script.Spaceless() {
			out.Words, before = append(out.Words, w.Stripped), ""
			continue
		}
		if before != "" { // two characters are about a word
			out.Words = append(out.Words, before+w.Stripped)
		}
		before = w.Stripped
	}
	if len(ws) > 0 {
		out.Start, out.End = ws[0].Start, ws[len(ws)-1].End
	}
	return out
}

func keep(list []said, now said) []said {
	if len(now.Words) < minWords {
		return list
	}
	list = append(list, now)
	if len(list) > rememberTurns {
		list = append([]said(nil), list[len(list)-rememberTurns:]...)
	}
	return list
}

// nearest returns the greatest likeness of now to one of list, and that one.
func nearest(list []said, now said) (float64, said) {
	best, at := 0.0, said{}
	if len(now.Words) < minWords {
		return best, at
	}
	for _, x := range list {
		if l := likeness(x.Words, now.Words); l > best {
			best, at = l, x
		}
	}
	return best, at
}

// again returns how much a customer's turn repeats one of list, and that one. A
// turn that differs in its numbers asks for something else.
func again(list []said, now said) (float64, said) {
	best, at := 0.0, said{}
	if len(now.Words) < minWords {
		return best, at
	}
	for _, x := range list {
		if !slices.Equal(numbers(x.Words), numbers(now.Words)) {
			continue
		}
		if l := max(likeness(x.Words, now.Words), near(x.Meaning, now.Meaning)); l > best {
			best, at = l, x
		}
	}
	return best, at
}

// numbers returns the words with a digit.
func numbers(words []string) []string {
	var out []string
	for _, w := range words {
		if strings.ContainsFunc(w, unicode.IsDigit) {
			out = append(out, w)
		}
	}
	return out
}

// likeness is the Dice coefficient of two bags of words, in [0, 1].
func likeness(a, b []string) float64 {
	count := make(map[string]int, len(a))
	for _, w := range a {
		count[w]++
	}
	same := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(a)+len(b))
}

// small returns a vector of length 1 in a byte a value.
func small(v []float32) []byte {
	out := make([]byte, len(v))
	for i, x := range v {
		out[i] = byte(int8(math.Round(float64(max(-1, min(1, x)) * 127))))
	}
	return out
}

// near is the cosine of two small vectors, 0 where there are none.
func near(a, b []byte) float64 {
	if len(a) != len(b) || len(a) == 0 {
		return 0
	}
	var ab, aa, bb int
	for i := range a {
		x, y := int(int8(a[i])), int(int8(b[i]))
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return float64(ab) / math.Sqrt(float64(aa)*float64(bb))
}
