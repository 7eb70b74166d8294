package escalate

import (
	"fmt"
	"unicode/utf8"
)

const (
	// MaxText is how many bytes of a turn are read. Of a longer one the first
	// three quarters and the last quarter of that are read, since people paste
	// a log first and ask last; the decision's Notes say so.
	MaxText = 64 << 10
	// WindowTurns is how many turns, the current one included, a detector can
	// look back on and cite as evidence.
	WindowTurns = 32
	// windowBytes bounds the text of the turns before the current one.
	windowBytes = 256 << 10
	// wholeBytes bounds a quote of the whole turn, the evidence of a signal
	// that cites no words, to what a person reads.
	wholeBytes = 300
)

// seen is a turn as the detectors see it: the text cut to MaxText, and where
// the cut was.
type seen struct {
	Index int  `json:"i"`
	Turn  Turn `json:"turn"`
	// Head and Skip are the length of the text before the cut and the number
	// of bytes left out there; Skip is 0 for a whole text.
	Head int `json:"head,omitempty"`
	Skip int `json:"skip,omitempty"`

	notes []string
}

// look returns turn t as the detectors see it: valid UTF-8 of at most MaxText
// bytes. A byte that is not UTF-8 becomes the control character SUB, which is
// one byte too, so that offsets stay what they are in the text as supplied.
func look(index int, t Turn) seen {
	s := seen{Index: index, Turn: t}
	if !utf8.ValidString(t.Text) {
		b, bad := []byte(t.Text), 0
		for i := 0; i < len(b); {
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n == 1 {
				b[i] = 0x1a
				bad++
			}
			i += n
		}
		s.Turn.Text = string(b)
		s.notes = append(s.notes, fmt.Sprintf("turn %d: %d bytes are not UTF-8", index, bad))
	}
	if txt := s.Turn.Text; len(txt) > MaxText {
		head := floorRune(txt, MaxText*3/4)
		tail := len(txt) - MaxText/4
		for !utf8.RuneStart(txt[tail]) {
			tail++
		}
		s.Head, s.Skip = head, tail-head-1
		s.Turn.Text = txt[:head] + "\n" + txt[tail:] // the line break stands for one of the bytes left out
		s.notes = append(s.notes, fmt.Sprintf("turn %d: left out %d bytes from byte %d on", index, tail-head, head))
	}
	return s
}

// cite turns a span of the text as seen into evidence in the text as supplied.
// A span across the cut is cut there.
func (s *seen) cite(start, end int) (Evidence, error) {
	txt := s.Turn.Text
	switch {
	case start < 0 || end > len(txt) || start >= end:
		return Evidence{}, fmt.Errorf("evidence [%d,%d) of turn %d is not within its %d bytes", start, end, s.Index, len(txt))
	case !onRune(txt, start) || !onRune(txt, end):
		return Evidence{}, fmt.Errorf("evidence [%d,%d) of turn %d is not on rune boundaries", start, end, s.Index)
	}
	if s.Skip > 0 {
		switch {
		case start < s.Head:
			end = min(end, s.Head)
		case start == s.Head && end == s.Head+1:
			return Evidence{}, fmt.Errorf("evidence [%d,%d) of turn %d is in the part left out", start, end, s.Index)
		default:
			start = max(start, s.Head+1)
		}
	}
	e := Evidence{Turn: s.Index, Start: start, End: end, Quote: txt[start:end]}
	if s.Skip > 0 && start > s.Head {
		e.Start, e.End = start+s.Skip, end+s.Skip
	}
	return e, nil
}

// whole cites the turn's text without the white space around it; false for a
// text of white space only.
func (s *seen) whole() (Evidence, bool) {
	start, end := 0, len(s.Turn.Text)
	if s.Skip > 0 {
		end = s.Head
	}
	txt := s.Turn.Text
	for start < end && space(txt[start]) {
		start++
	}
	for end > start && space(txt[end-1]) {
		end--
	}
	if end-start > wholeBytes {
		end = floorRune(txt, start+wholeBytes)
	}
	e, err := s.cite(start, end)
	return e, err == nil
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// window is the current turn and those before it that detectors can see,
// oldest first.
type window struct {
	Turns []seen `json:"turns"`
	bytes int
}

func (w *window) push(s seen) {
	w.Turns = append(w.Turns, s)
	w.bytes += len(s.Turn.Text)
	drop := 0
	for len(w.Turns)-drop > WindowTurns || w.bytes > windowBytes+len(s.Turn.Text) && len(w.Turns)-drop > 1 {
		w.bytes -= len(w.Turns[drop].Turn.Text)
		drop++
	}
	// Copying down keeps the array from growing with the conversation.
	n := copy(w.Turns, w.Turns[drop:])
	clear(w.Turns[n:])
	w.Turns = w.Turns[:n]
}

func (w *window) last() *seen { return &w.Turns[len(w.Turns)-1] }

func (w *window) find(index int) *seen {
	for i := len(w.Turns) - 1; i >= 0; i-- {
		if w.Turns[i].Index == index {
			return &w.Turns[i]
		}
	}
	return nil
}
