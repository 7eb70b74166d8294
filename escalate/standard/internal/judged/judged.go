// Package judged measures an engine on .chat files: how many turns are decided
// as expected, and how many hand-overs come when they are needed.
package judged

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
)

// Result is what an engine reached on a set of conversations.
type Result struct {
	Chats, Ordinary int // ordinary: no turn expects more than continue
	Turns, Right    int // customer turns, and those with the expected action
	Needed, InTime  int // hand-overs, and those that came within a turn of the expected one
	Escalated       int // ordinary conversations that were transferred
	Offered         int // ordinary conversations that were transferred or offered a human
	Signals, Found  int // signals expected by kind, and those of them found
	Wrong           []string
	Judged          []Turn
}

// Turn is a customer turn, its score and what was expected.
type Turn struct {
	Score    escalate.Score
	Expected escalate.Action
	Stands   bool // an earlier turn's transfer was expected to stand
}

// Chats reads the .chat files of a folder; bare drops the host's fields of turns.
func Chats(fsys fs.FS, bare bool) ([]*escalatetest.Chat, error) {
	names, err := fs.Glob(fsys, "*.chat")
	if err != nil {
		return nil, err
	}
	var out []*escalatetest.Chat
	for _, n := range names {
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, err
		}
		c, err := escalatetest.ParseChat(n, data)
		if err != nil {
			return nil, err
		}
		if bare {
			for i := range c.Transcript.Turns {
				t := &c.Transcript.Turns[i]
				t.Fallback, t.Confidence = false, nil
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// Expected returns the action that a chat wants at a customer turn.
func Expected(c *escalatetest.Chat, turn int) escalate.Action {
	for _, w := range c.Wants[turn] {
		if w.Kind == "" && !w.Nothing {
			return w.Action
		}
	}
	return escalate.Continue
}

// Judge runs the chats through e.
func Judge(ctx context.Context, e *escalate.Engine, chats []*escalatetest.Chat) (*Result, error) {
	r := &Result{Chats: len(chats)}
	for _, c := range chats {
		ds, err := e.EvaluateTurns(ctx, c.Transcript)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		r.add(c, ds)
	}
	return r, nil
}

func (r *Result) add(c *escalatetest.Chat, ds []*escalate.Decision) {
	ordinary, stands := true, false
	before := escalate.Continue
	var needed, came []int // customer turns, by number, at which a transfer begins
	transferred, offered := false, false
	last := escalate.Continue
	for n, d := range ds {
		want := Expected(c, d.Turn)
		ordinary = ordinary && want == escalate.Continue
		stands = want == escalate.Transfer && before == escalate.Transfer
		if want == escalate.Transfer && before != escalate.Transfer {
			needed = append(needed, n)
		}
		if d.Action == escalate.Transfer && last != escalate.Transfer {
			came = append(came, n)
		}
		before, last = want, d.Action
		transferred = transferred || d.Action == escalate.Transfer
		offered = offered || d.Action != escalate.Continue
		r.Turns++
		r.Judged = append(r.Judged, Turn{d.Score, want, stands})
		if d.Action == want {
			r.Right++
		} else {
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s:%d: %s, want %s: %q\n%s", c.Name, c.Lines[d.Turn], d.Action, want, c.Transcript.Turns[d.Turn].Text, d))
		}
		for _, w := range c.Wants[d.Turn] {
			if w.Kind != "" {
				r.Signals++
				if d.Signals[w.Kind] >= escalatetest.Found {
					r.Found++
				}
			}
		}
	}
	r.Needed += len(needed)
	for _, n := range needed {
		if slices.ContainsFunc(came, func(m int) bool { return m-n <= 1 && n-m <= 1 }) {
			r.InTime++
		}
	}
	if ordinary {
		r.Ordinary++
		if transferred {
			r.Escalated++
		}
		if offered {
			r.Offered++
		}
	}
}

// need is the share of a person that an action stands for.
func (t *Turn) need() float64 { return [...]float64{0, 0.5, 1}[t.Expected] }

// Calibration returns the expected calibration error of the score: how far the
// mean score is from the share of needed people, in tenths of the range. An
// expected offer counts as half a person; turns at which an earlier transfer
// stands are left out.
func (r *Result) Calibration() float64 {
	var sum, need [10]float64
	n := 0
	for i := range r.Judged {
		t := &r.Judged[i]
		if t.Stands {
			continue
		}
		b := min(9, int(float64(t.Score)*10))
		sum[b], need[b] = sum[b]+float64(t.Score), need[b]+t.need()
		n++
	}
	off := 0.0
	for b := range sum {
		off += math.Abs(sum[b] - need[b])
	}
	return off / float64(max(1, n))
}

// Fit returns the slope and the shift that make the logit of the score that of
// the need, by the logistic loss.
func (r *Result) Fit() (slope, shift float64) {
	slope = 1
	for range 5000 {
		var gs, gb, hs, hb float64
		for i := range r.Judged {
			t := &r.Judged[i]
			if t.Stands {
				continue
			}
			s := min(max(float64(t.Score), 1e-4), 1-1e-4)
			x := math.Log(s / (1 - s))
			p := 1 / (1 + math.Exp(-(slope*x + shift)))
			gs, gb = gs+(p-t.need())*x, gb+p-t.need()
			hs, hb = hs+p*(1-p)*x*x, hb+p*(1-p)
		}
		slope, shift = slope-0.3*gs/(hs+1e-9), shift-0.3*gb/(hb+1e-9)
	}
	return slope, shift
}

// String is the result in a line.
func (r *Result) String() string {
	return fmt.Sprintf("%d chats, %d turns, %.1f %% as expected; %d hand-overs needed, %.1f %% in time; %d ordinary, %d escalated, %d offered; %d signals, %.1f %% found; the score is off by %.3f",
		r.Chats, r.Turns, percent(r.Right, r.Turns), r.Needed, percent(r.InTime, r.Needed), r.Ordinary, r.Escalated, r.Offered, r.Signals, percent(r.Found, r.Signals), r.Calibration())
}

// RightPercent is the share of customer turns with the expected action.
func (r *Result) RightPercent() float64 { return percent(r.Right, r.Turns) }

// InTimePercent is the share of the needed hand-overs that came within a turn.
func (r *Result) InTimePercent() float64 { return percent(r.InTime, r.Needed) }

// EscalatedPercent is the share of the ordinary conversations that were transferred.
func (r *Result) EscalatedPercent() float64 { return percent(r.Escalated, r.Ordinary) }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
