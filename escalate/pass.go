package escalate

import (
	"fmt"
	"iter"
	"slices"
)

// A Pass is one reading of one turn: what a detector may look at, and where it
// reports. It is valid until Detect returns and used by one goroutine.
type Pass struct {
	conv     *Conversation
	window   *window
	results  []result
	reading  *Reading
	language Language

	// Of the detector that is running.
	info    *Info
	state   any
	reports []Signal
	acts    []Act
	lang    *Language
	fault   error
}

// Conversation returns what the host knows of the conversation. Read only.
func (p *Pass) Conversation() *Conversation { return p.conv }

// Index returns the index of the current turn in the transcript.
func (p *Pass) Index() int { return p.window.last().Index }

// Turn returns the current turn. Its Text is at most MaxText bytes. Read only.
func (p *Pass) Turn() *Turn { return &p.window.last().Turn }

// Text returns the current turn's text.
func (p *Pass) Text() string { return p.window.last().Turn.Text }

// Previous yields the turns before the current one, newest first, with their
// indices, as far as the window reaches. Read only.
func (p *Pass) Previous() iter.Seq2[int, *Turn] {
	return func(yield func(int, *Turn) bool) {
		for i := len(p.window.Turns) - 2; i >= 0; i-- {
			if t := &p.window.Turns[i]; !yield(t.Index, &t.Turn) {
				return
			}
		}
	}
}

// Language returns the customer's language as far as it is known at this turn:
// what a detector before this one said with SetLanguage, at this turn or at an
// earlier one, else [Und].
func (p *Pass) Language() Language { return p.language }

// SetLanguage says which language the customer writes. It is for language
// detectors, which come first in the engine; a later call replaces an earlier one.
func (p *Pass) SetLanguage(l Language) { p.lang = &l }

// State returns the state that the running detector made in NewState, or nil
// for one that is not [Stateful].
func (p *Pass) State() any { return p.state }

// Reported returns the signal of kind k that the detectors before this one
// reported at this turn.
func (p *Pass) Reported(k Kind) (Signal, bool) { return find(p.reading.Signals, k) }

// Acted reports whether a detector before this one reported act a at this turn.
func (p *Pass) Acted(a Act) bool { return slices.Contains(p.reading.Acts, a) }

// Report reports a signal. At other turns than the customer's it is an error:
// a decision is about what the customer needs, and is made at their turns.
// Evidence is copied; its Quote is ignored.
func (p *Pass) Report(s Signal) {
	if p.fault != nil {
		return
	}
	if err := p.check(&s); err != nil {
		p.fault = fmt.Errorf("signal %q: %w", s.Kind, err)
		return
	}
	p.reports = append(p.reports, s)
}

// Find is short for Report with one piece of evidence in the current turn.
func (p *Pass) Find(k Kind, score Score, start, end int) {
	p.Report(Signal{Kind: k, Score: score, Evidence: []Evidence{{Turn: p.Index(), Start: start, End: end}}})
}

// Act reports that the current turn does a in the conversation.
func (p *Pass) Act(a Act) {
	if p.fault != nil {
		return
	}
	if !knownActs[a] {
		p.fault = fmt.Errorf("unknown act %q", a)
		return
	}
	p.acts = append(p.acts, a)
}

// check validates s and completes it: the score rounded, the quotes filled.
func (p *Pass) check(s *Signal) error {
	if p.Turn().Role != Customer {
		return fmt.Errorf("reported at a turn of role %s", p.Turn().Role)
	}
	if !slices.Contains(p.info.Kinds, s.Kind) {
		return fmt.Errorf("not among the detector's kinds %q", p.info.Kinds)
	}
	if !s.Score.valid() {
		return fmt.Errorf("score %v outside [0,1]", float64(s.Score))
	}
	s.Score = s.Score.round()
	given := s.Evidence
	s.Evidence = nil
	for _, e := range given[:min(len(given), maxEvidence)] {
		t := p.window.find(e.Turn)
		if t == nil {
			return fmt.Errorf("evidence in turn %d, which is not among the last %d turns", e.Turn, WindowTurns)
		}
		cited, err := t.cite(e.Start, e.End)
		if err != nil {
			return err
		}
		if !slices.Contains(s.Evidence, cited) {
			s.Evidence = append(s.Evidence, cited)
		}
	}
	return nil
}
