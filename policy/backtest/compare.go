package backtest

import (
	"context"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
)

// Comparison is what two policies make of one conversation.
type Comparison struct {
	ID       string
	Language string // primary subtag at the end of the conversation; "und" where unknown
	Vertical string
	// A and B are what each policy does.
	A, B Outcome
	// Turns is the number of customer turns, Changes those with another action.
	Turns   int
	Changes []Change
}

// Outcome is what a policy does with a conversation.
type Outcome struct {
	// Transferred and Offered say whether it ever does; a conversation that is
	// both offered and transferred is both.
	Transferred, Offered bool
	// After is the customer turn, from 1, of the first transfer; 0 without one.
	After int
	// Rule and Signal are the first reason of the first transfer, else of the
	// first offer; "" without either.
	Rule   string
	Signal escalate.Kind
}

// Change is a customer turn at which the policies act differently.
type Change struct {
	Turn     int // index in the transcript
	From, To escalate.Action
	// Rule is the one behind the stronger action, Quote its evidence, cut to
	// what fits a line.
	Rule, Quote string
}

// Compare judges a conversation by two policies. readings are those of a
// [Reader] for each of them.
func Compare(a, b escalate.Policy, c escalate.Conversation, readA, readB []escalate.Reading) (*Comparison, error) {
	da, err := Judge(a, c, readA)
	if err != nil {
		return nil, err
	}
	db, err := Judge(b, c, readB)
	if err != nil {
		return nil, err
	}
	if len(da) != len(db) {
		return nil, fmt.Errorf("backtest: %q: %d decisions and %d", c.ID, len(da), len(db))
	}
	out := &Comparison{ID: c.ID, Vertical: c.Vertical, Language: "und", A: outcome(da), B: outcome(db), Turns: len(da)}
	for i := range da {
		if l := da[i].Language; l.Known() {
			out.Language = primary(l.Tag)
		}
		if da[i].Action != db[i].Action {
			out.Changes = append(out.Changes, change(da[i], db[i]))
		}
	}
	return out, nil
}

// Compare reads the own signals of both policies, numbers 0 and 1 of the
// reader, and compares; base is what Read returned for t.
func (r *Reader) Compare(ctx context.Context, a, b escalate.Policy, t escalate.Transcript, base []escalate.Reading) (*Comparison, error) {
	ra, err := r.For(ctx, 0, t, base)
	if err != nil {
		return nil, err
	}
	rb, err := r.For(ctx, 1, t, base)
	if err != nil {
		return nil, err
	}
	return Compare(a, b, t.Conversation, ra, rb)
}

func outcome(ds []*escalate.Decision) Outcome {
	var out Outcome
	because := func(d *escalate.Decision) {
		if len(d.Reasons) > 0 {
			out.Rule, out.Signal = d.Reasons[0].Rule, d.Reasons[0].Signal
		}
	}
	for i, d := range ds {
		switch {
		case d.Action == escalate.Transfer && !out.Transferred:
			out.Transferred, out.After = true, i+1
			because(d)
		case d.Action == escalate.Offer:
			if !out.Offered && !out.Transferred {
				because(d)
			}
			out.Offered = true
		}
	}
	return out
}

func change(a, b *escalate.Decision) Change {
	c := Change{Turn: a.Turn, From: a.Action, To: b.Action}
	stronger := b
	if a.Action > b.Action {
		stronger = a
	}
	if len(stronger.Reasons) > 0 {
		r := stronger.Reasons[0]
		c.Rule = r.Rule
		if len(r.Evidence) > 0 {
			c.Quote = line(r.Evidence[0].Quote)
		}
	}
	return c
}

func primary(tag string) string {
	for i := range len(tag) {
		if tag[i] == '-' {
			return tag[:i]
		}
	}
	return tag
}

// maxQuote is what fits a line of a report, in code points.
const maxQuote = 100

// line makes a quote fit a line.
func line(s string) string {
	r := []rune(s)
	for i, c := range r {
		if c < ' ' || c == 0x7f {
			r[i] = ' '
		}
	}
	if len(r) > maxQuote {
		return string(r[:maxQuote]) + "…"
	}
	return string(r)
}
