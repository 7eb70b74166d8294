package langdetect

import (
	"context"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// Detector tells the engine which language the customer writes, and reports
// languages that the bot does not serve, that bots serve badly, and changes
// between languages. It comes before every detector that asks for the
// language. It is immutable and safe for concurrent use.
type Detector struct{ id *Identifier }

var _ escalate.Stateful = (*Detector)(nil)

// NewDetector returns the detector. Options and errors are those of [New].
func NewDetector(opts ...Option) (*Detector, error) {
	id, err := New(opts...)
	if err != nil {
		return nil, err
	}
	return &Detector{id}, nil
}

// The scores below which a finding is not worth a line in a decision.
const (
	minLow         = 0.01
	minUnsupported = 0.05
)

// state is what the detector remembers of a conversation.
type state struct {
	Pool Pool `json:"pool"`
	// Turn is the last turn with evidence, -1 before the first.
	Turn int `json:"turn"`
}

// Info implements [escalate.Detector].
func (d *Detector) Info() escalate.Info {
	return escalate.Info{
		Name:    "language",
		Version: 1,
		Doc: "Names the customer's language from the messages so far, and reports one that the bot does not serve " +
			"(language.unsupported, where the host lists its languages), one that bots serve badly, whether or not the " +
			"identifier knows it (language.low_resource), and a change of language between or within messages " +
			"(language.switching). A customer who is not understood for their language cannot be helped by rephrasing. " +
			`Fires on "Ina son in yi magana da mutum"; must not fire on "toi muon gap nhan vien", "refund pls" or "ok". ` +
			"Known misses: regional varieties of a served language, and neighbours in one script in a message of two or three words.",
		Kinds: []escalate.Kind{escalate.LanguageUnsupported, escalate.LanguageLowResource, escalate.LanguageSwitching},
	}
}

// NewState implements [escalate.Stateful].
func (d *Detector) NewState() any { return &state{Turn: -1} }

// Detect implements [escalate.Detector].
func (d *Detector) Detect(_ context.Context, p *escalate.Pass) error {
	st := p.State().(*state)
	turn, conv := p.Turn(), p.Conversation()
	r, spans := d.id.detectAndSplit(turn.Text, Hint{Lang: turn.Lang, BotLanguages: conv.BotLanguages, Channel: conv.Channel})
	before := st.Pool.Result()
	st.Pool.Add(r)
	now := st.Pool.Result()
	d.switching(p, st, before, r, spans)
	if r.Letters > 0 {
		st.Turn = p.Index()
	}
	p.SetLanguage(now.Language())
	bot := botSet(conv.BotLanguages)
	if score := d.lowResource(now, bot); score >= minLow {
		p.Report(escalate.Signal{Kind: escalate.LanguageLowResource, Score: escalate.Score(score), Evidence: evidence(p, st.Turn)})
	}
	if score := d.unsupported(now, bot); score >= minUnsupported {
		p.Report(escalate.Signal{Kind: escalate.LanguageUnsupported, Score: escalate.Score(score), Evidence: evidence(p, st.Turn)})
	}
	return nil
}

// Language returns the result in the engine's terms.
func (r Result) Language() escalate.Language {
	return escalate.Language{Tag: r.Tag, ISO639_3: r.ISO639_3, Script: r.Script, Confidence: r.Confidence, LowResource: r.LowResource >= 0.5}
}

// botSet returns the bot's languages as macro codes, nil where unknown.
func botSet(tags []string) map[string]bool {
	if len(tags) == 0 {
		return nil
	}
	set := make(map[string]bool, len(tags))
	for _, t := range tags {
		set[macroOfTag(t)] = true
	}
	return set
}

// lowResource is the pooled probability, less what falls to low-resource
// languages that this bot lists.
func (d *Detector) lowResource(r Result, bot map[string]bool) float64 {
	if bot == nil || r.LowResource == 0 {
		return r.LowResource
	}
	listed := r.in(func(m string) bool { return bot[m] && !d.id.served[m] })
	if listed == 0 {
		return r.LowResource
	}
	others := r.in(func(m string) bool { return !bot[m] && !d.id.served[m] })
	return round4(r.LowResource * others / (others + listed))
}

// unsupported is the probability that the language is none of the bot's.
func (d *Detector) unsupported(r Result, bot map[string]bool) float64 {
	if bot == nil || len(r.probs) == 0 {
		return 0
	}
	listed := r.in(func(m string) bool { return bot[m] && d.id.served[m] })*(1-r.LowResource) +
		r.in(func(m string) bool { return bot[m] && !d.id.served[m] })
	if !r.Known() {
		return 0
	}
	// A few letters are no ground to send a customer away.
	enough := 1.0
	if r.Script == "Latn" || r.Script == "Cyrl" || r.Script == "Arab" {
		enough = min(1, float64(r.Letters)/8)
	}
	return round4(enough * max(0, 1-listed))
}

// switching reports a message in two languages, or one in another language
// than the messages before.
func (d *Detector) switching(p *escalate.Pass, st *state, before, r Result, spans []Span) {
	if r.Letters < 2*spanLetters {
		return
	}
	if len(spans) > 1 {
		ev := make([]escalate.Evidence, 0, 4)
		for _, s := range spans[:min(4, len(spans))] {
			ev = append(ev, escalate.Evidence{Turn: p.Index(), Start: s.Start, End: s.End})
		}
		p.Report(escalate.Signal{Kind: escalate.LanguageSwitching, Score: escalate.Score(SwitchScore(spans)), Evidence: ev})
		return
	}
	const sure, letters = 0.85, 10
	a, b := macroOf(before.ISO639_3), macroOf(r.ISO639_3)
	if !before.Known() || !r.Known() || a == b || relatives(a, b) || before.Confidence < sure || r.Confidence < sure || r.Letters < letters {
		return
	}
	ev := evidence(p, p.Index())
	if st.Turn >= 0 && st.Turn != p.Index() {
		ev = append(ev, evidence(p, st.Turn)...)
	}
	p.Report(escalate.Signal{Kind: escalate.LanguageSwitching, Score: escalate.Score(round4(before.Confidence * r.Confidence)), Evidence: ev})
}

// evidence cites the words of a turn that the engine still has: all of its
// text without the space around it, the current turn if that one is gone.
func evidence(p *escalate.Pass, turn int) []escalate.Evidence {
	text, at := p.Text(), p.Index()
	if turn >= 0 && turn != at {
		for i, t := range p.Previous() {
			if i == turn {
				text, at = t.Text, i
				break
			}
		}
	}
	body := strings.TrimSpace(text)
	if body == "" {
		return nil
	}
	start := strings.Index(text, body)
	return []escalate.Evidence{{Turn: at, Start: start, End: start + len(body)}}
}
