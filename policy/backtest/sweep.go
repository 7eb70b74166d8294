package backtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
)

// Label is what should have happened to a conversation.
type Label struct {
	// Transfer says whether it needed a person.
	Transfer bool
	// Turn is the index of the turn by which it should have been handed over;
	// -1 where the label does not say.
	Turn int
}

// LabelOf reads the label of a transcript's JSON: gold.transfer and gold.turn.
// It reports false where there is none.
func LabelOf(transcript []byte) (Label, bool) {
	var in struct {
		Gold struct {
			Transfer *bool `json:"transfer"`
			Turn     *int  `json:"turn"`
		} `json:"gold"`
	}
	if json.Unmarshal(transcript, &in) != nil || in.Gold.Transfer == nil {
		return Label{}, false
	}
	out := Label{Transfer: *in.Gold.Transfer, Turn: -1}
	if in.Gold.Turn != nil {
		out.Turn = *in.Gold.Turn
	}
	return out, true
}

// Sweep judges labelled conversations by a policy at many values of a
// threshold.
type Sweep struct {
	Threshold string
	// Now is the threshold's value in the policy.
	Now    float64
	Points []Point
	// CostMiss and CostNeedless weigh the two faults; 1 and 1 if both are 0.
	CostMiss, CostNeedless float64
	policies               []*policy.Policy
}

// Point is the outcome at one value of the threshold.
type Point struct {
	Value float64 `json:"value"`
	// Needed conversations needed a person, Others did not.
	Needed int `json:"needed"`
	Others int `json:"others"`
	// Missed were needed and never handed over, Late after the labelled turn.
	Missed int `json:"missed"`
	Late   int `json:"late"`
	// Needless were handed over without need; Offered were only offered a
	// person, without need, which costs nothing here.
	Needless int     `json:"needless"`
	Offered  int     `json:"offered"`
	Cost     float64 `json:"cost"` // a conversation
}

// NewSweep prepares a sweep of a named threshold over values in [0, 1].
func NewSweep(p *policy.Policy, threshold string, values []float64) (*Sweep, error) {
	s := &Sweep{Threshold: threshold, Now: p.Thresholds()[threshold], CostMiss: 1, CostNeedless: 1}
	for _, v := range values {
		q, err := p.WithThreshold(threshold, v)
		if err != nil {
			return nil, err
		}
		s.policies = append(s.policies, q)
		s.Points = append(s.Points, Point{Value: v})
	}
	return s, nil
}

// Values returns from, from+step, … up to to, rounded to six decimals.
func Values(from, to, step float64) ([]float64, error) {
	if !(from >= 0 && from <= to && to <= 1 && step >= 0.001) {
		return nil, fmt.Errorf("backtest: want 0 <= from <= to <= 1 in steps of 0.001 or more, got %g:%g:%g", from, to, step)
	}
	var out []float64
	for i := 0; ; i++ {
		v := math.Round((from+float64(i)*step)*1e6) / 1e6
		if v > to+1e-9 {
			return out, nil
		}
		out = append(out, v)
	}
}

// Verdict is what each value of the threshold makes of a conversation.
type Verdict struct {
	label Label
	each  []fate
}

type fate struct {
	transferred, offered bool
	turn                 int // index of the first transfer
}

// Judge judges a conversation at every value. It is safe for concurrent use.
func (s *Sweep) Judge(_ context.Context, c escalate.Conversation, readings []escalate.Reading, label Label) (Verdict, error) {
	v := Verdict{label: label, each: make([]fate, len(s.policies))}
	for i, p := range s.policies {
		ds, err := Judge(p, c, readings)
		if err != nil {
			return v, err
		}
		f := &v.each[i]
		for _, d := range ds {
			f.offered = f.offered || d.Action == escalate.Offer
			if d.Action == escalate.Transfer {
				f.transferred, f.turn = true, d.Turn
				break
			}
		}
	}
	return v, nil
}

// Add counts a verdict.
func (s *Sweep) Add(v Verdict) {
	for i, f := range v.each {
		p := &s.Points[i]
		switch {
		case v.label.Transfer:
			p.Needed++
			if !f.transferred {
				p.Missed++
			} else if v.label.Turn >= 0 && f.turn > v.label.Turn {
				p.Late++
			}
		default:
			p.Others++
			if f.transferred {
				p.Needless++
			} else if f.offered {
				p.Offered++
			}
		}
	}
}

// Finish computes the costs. Call it after the last Add.
func (s *Sweep) Finish() {
	for i := range s.Points {
		p := &s.Points[i]
		p.Cost = 0
		if n := p.Needed + p.Others; n > 0 {
			p.Cost = (s.CostMiss*float64(p.Missed) + s.CostNeedless*float64(p.Needless)) / float64(n)
		}
	}
}

// Best returns the index of the cheapest point; of equal ones, that nearest to
// the policy's value.
func (s *Sweep) Best() int {
	best := 0
	for i, p := range s.Points {
		b := s.Points[best]
		if p.Cost < b.Cost-1e-12 || p.Cost <= b.Cost+1e-12 && math.Abs(p.Value-s.Now) < math.Abs(b.Value-s.Now) {
			best = i
		}
	}
	return best
}

// Text writes the table for people.
func (s *Sweep) Text() string {
	var b strings.Builder
	if len(s.Points) == 0 {
		return ""
	}
	fmt.Fprintf(&b, "threshold.%s (now %g): %d conversations that needed a person, %d that did not; a miss costs %g, a needless hand-over %g\n",
		s.Threshold, s.Now, s.Points[0].Needed, s.Points[0].Others, s.CostMiss, s.CostNeedless)
	fmt.Fprintf(&b, "%8s %16s %8s %18s %14s %10s\n", "value", "missed", "late", "needless", "offered only", "cost")
	best := s.Best()
	for i, p := range s.Points {
		mark := ""
		if math.Abs(p.Value-s.Now) < 1e-9 {
			mark = " now"
		}
		if i == best {
			mark += " cheapest"
		}
		fmt.Fprintf(&b, "%8.3g %7d %7.2f%% %8d %9d %7.2f%% %14d %10.4f%s\n", p.Value, p.Missed, 100*share(p.Missed, p.Needed), p.Late,
			p.Needless, 100*share(p.Needless, p.Others), p.Offered, p.Cost, mark)
	}
	return b.String()
}

// CSV writes the points of sweeps as comma-separated values with a head.
func CSV(sweeps ...*Sweep) string {
	var b strings.Builder
	b.WriteString("threshold,value,needed,others,missed,late,needless,offered,cost\n")
	for _, s := range sweeps {
		for _, p := range s.Points {
			fmt.Fprintf(&b, "%s,%g,%d,%d,%d,%d,%d,%d,%g\n", s.Threshold, p.Value, p.Needed, p.Others, p.Missed, p.Late, p.Needless, p.Offered, p.Cost)
		}
	}
	return b.String()
}
