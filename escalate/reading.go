package escalate

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A Reading is what the detectors found at one turn. It holds all that a
// policy needs, so that one reading of a conversation, kept as JSON, serves
// many policies.
type Reading struct {
	// Turn is the index of the turn in the transcript.
	Turn int  `json:"turn"`
	Role Role `json:"role"`
	// Signals are sorted by kind, one of each; only customer turns have any.
	Signals []Signal `json:"signals,omitempty"`
	// Acts are sorted, one of each.
	Acts     []Act    `json:"acts,omitempty"`
	Language Language `json:"language"`
	// Whole is the turn's text without the white space around it, for reasons
	// that rest on no words; nil where the text is empty.
	Whole *Evidence `json:"whole,omitempty"`
	// Unverified are the kinds whose detectors do not know the customer's
	// language: their absence proves nothing.
	Unverified []Kind `json:"unverified,omitempty"`
	// Failed are the names of the detectors that failed, sorted.
	Failed []string `json:"failed,omitempty"`
	// Notes say what of the input was left out or not believed.
	Notes []string `json:"notes,omitempty"`
	// Failures are the faults behind Failed; they are not part of the JSON.
	Failures []*DetectorError `json:"-"`
}

// Signal returns the signal of kind k, or a zero Signal and false.
func (r *Reading) Signal(k Kind) (Signal, bool) { return find(r.Signals, k) }

// A Reader reads one conversation turn by turn with an engine's detectors. It
// is for one goroutine at a time.
type Reader struct {
	e        *Engine
	conv     Conversation
	window   window
	states   []any // parallel to e.detectors; nil for those without
	next     int   // index of the next turn
	language Language
	lastTime time.Time
}

// Reader starts the reading of a conversation. The error is an [*InputError].
func (e *Engine) Reader(c Conversation) (*Reader, error) {
	conv, err := c.normalize()
	if err != nil {
		return nil, &InputError{ID: c.ID, Turn: -1, Err: err}
	}
	r := &Reader{e: e, conv: conv, states: make([]any, len(e.detectors)), language: Und}
	for i, d := range e.detectors {
		if s, ok := d.Detector.(Stateful); ok {
			r.states[i] = s.NewState()
		}
	}
	return r, nil
}

// Read reads the next turn. Detectors that fail are named in the reading; the
// error is an [*InputError] for a turn that is no turn, which is not counted.
func (r *Reader) Read(ctx context.Context, t Turn) (Reading, error) {
	if err := t.validate(); err != nil {
		return Reading{}, &InputError{ID: r.conv.ID, Turn: r.next, Err: err}
	}
	now := look(r.next, t)
	r.window.push(now)
	out := Reading{Turn: r.next, Role: t.Role, Language: r.language}
	r.next++
	out.Notes = now.notes
	if !t.Time.IsZero() {
		if t.Time.Before(r.lastTime) {
			out.Notes = append(out.Notes, fmt.Sprintf("turn %d: sent before the turn before it", out.Turn))
		}
		r.lastTime = t.Time
	}
	if t.Role == Customer {
		out.Signals = make([]Signal, 0, len(r.e.kinds))
	}
	p := Pass{conv: &r.conv, window: &r.window, reading: &out, language: r.language}
	for i := range r.e.detectors {
		if d := &r.e.detectors[i]; d.info.wants(t.Role) {
			r.run(ctx, i, d, &p)
		}
	}
	r.language = p.language
	out.Language = p.language
	if t.Role == Customer {
		r.finish(&out)
	}
	return out, nil
}

// run calls one detector and takes over what it reported, or notes its failure.
func (r *Reader) run(ctx context.Context, i int, d *detector, p *Pass) {
	p.info, p.state, p.reports, p.acts, p.lang, p.fault = &d.info, r.states[i], nil, nil, nil, nil
	err := ctx.Err() // one that is out of time is not even started
	if err == nil {
		err = detect(ctx, d.Detector, p)
	}
	if err == nil {
		err = p.fault
	}
	if err != nil {
		p.reading.Failed = append(p.reading.Failed, d.info.Name)
		p.reading.Failures = append(p.reading.Failures, &DetectorError{Detector: d.info.Name, Turn: p.reading.Turn, Err: err})
		if _, panicked := err.(*panicError); panicked {
			if s, ok := d.Detector.(Stateful); ok { // what it left behind is half done
				r.states[i] = s.NewState()
			}
		}
		return
	}
	for _, s := range p.reports {
		at, ok := slices.BinarySearchFunc(p.reading.Signals, s.Kind, func(a Signal, k Kind) int { return strings.Compare(string(a.Kind), string(k)) })
		if ok {
			p.reading.Signals[at] = merge(p.reading.Signals[at], s)
		} else {
			p.reading.Signals = slices.Insert(p.reading.Signals, at, s)
		}
	}
	for _, a := range p.acts {
		if at, ok := slices.BinarySearch(p.reading.Acts, a); !ok {
			p.reading.Acts = slices.Insert(p.reading.Acts, at, a)
		}
	}
	if p.lang != nil {
		p.language = *p.lang
	}
}

// panicError is a panic turned into an error, with the stack for whoever mends it.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

func detect(ctx context.Context, d Detector, p *Pass) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return d.Detect(ctx, p)
}

// finish completes the reading of a customer turn.
func (r *Reader) finish(out *Reading) {
	slices.Sort(out.Failed)
	if len(out.Signals) == 0 {
		out.Signals = nil // as after a round trip through JSON
	}
	if whole, ok := r.window.last().whole(); ok {
		out.Whole = &whole
		all := []Evidence{whole} // which signals share, being read only
		for i := range out.Signals {
			if s := &out.Signals[i]; len(s.Evidence) == 0 {
				s.Evidence = all
			}
		}
	}
	for _, k := range r.e.kinds {
		if !covers(k.languages, out.Language) {
			out.Unverified = append(out.Unverified, k.kind)
		}
	}
}

// SetFacts replaces the facts from the next turn on.
func (r *Reader) SetFacts(facts map[string]any) error {
	c := Conversation{Facts: facts}
	c, err := c.normalize()
	if err != nil {
		return &InputError{ID: r.conv.ID, Turn: -1, Err: err}
	}
	r.conv.Facts = c.Facts
	return nil
}
