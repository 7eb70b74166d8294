package escalate_test

import (
	"context"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// words reports kind with score for each of its words that stands in a
// customer's turn.
func words(name string, kind escalate.Kind, score escalate.Score, words ...string) escalate.Detector {
	info := escalate.Info{Name: name, Doc: "reports words", Kinds: []escalate.Kind{kind}}
	return escalate.NewDetector(info, func(ctx context.Context, p *escalate.Pass) error {
		for _, w := range words {
			if i := strings.Index(p.Text(), w); i >= 0 {
				p.Find(kind, score, i, i+len(w))
			}
		}
		return nil
	})
}

// flow reports the acts that are written in a turn as [act].
var flow = escalate.NewDetector(
	escalate.Info{Name: "flow", Doc: "reads acts", Roles: []escalate.Role{escalate.Customer, escalate.Bot}},
	func(ctx context.Context, p *escalate.Pass) error {
		for _, a := range []escalate.Act{escalate.ActWithdraw, escalate.ActAsk, escalate.ActOfferHuman, escalate.ActDecline, escalate.ActProgress} {
			if strings.Contains(p.Text(), "["+string(a)+"]") {
				p.Act(a)
			}
		}
		return nil
	})

// repeats is a detector with state: it reports a turn that says what the
// customer said before.
type repeats struct{}

type repeatState struct {
	Last string `json:"last"`
	Turn int    `json:"turn"`
}

func (repeats) Info() escalate.Info {
	return escalate.Info{Name: "repeats", Version: 2, Doc: "reports repetition", Kinds: []escalate.Kind{"test.repeat"}}
}
func (repeats) NewState() any { return &repeatState{Turn: -1} }
func (repeats) Detect(ctx context.Context, p *escalate.Pass) error {
	s := p.State().(*repeatState)
	if txt := p.Text(); s.Turn >= 0 && txt == s.Last && txt != "" {
		ev := []escalate.Evidence{{Turn: p.Index(), Start: 0, End: len(txt)}}
		if p.Index()-s.Turn < escalate.WindowTurns {
			ev = append(ev, escalate.Evidence{Turn: s.Turn, Start: 0, End: len(txt)})
		}
		p.Report(escalate.Signal{Kind: "test.repeat", Score: 0.9, Evidence: ev})
	}
	s.Last, s.Turn = p.Text(), p.Index()
	return nil
}

// simple transfers at 0.5 of request.human or test.repeat, and at urgency with
// high priority; it offers at emotion.anger.
type simple struct{}

func (simple) Info() escalate.PolicyInfo { return escalate.PolicyInfo{Name: "simple", Version: "1"} }

func (simple) Decide(v *escalate.View) escalate.Verdict {
	var out escalate.Verdict
	rule := func(id string, k escalate.Kind, a escalate.Action, p escalate.Priority) {
		if s := v.Score(k); s >= 0.5 {
			out.Action, out.Priority, out.Score = max(out.Action, a), max(out.Priority, p), max(out.Score, s)
			out.Queue = id
			out.Reasons = append(out.Reasons, escalate.Reason{Rule: id, Signal: k, Score: s, Text: "because " + id})
		}
	}
	rule("danger", escalate.UrgencyEmergency, escalate.Transfer, escalate.Urgent)
	rule("asked", escalate.RequestHuman, escalate.Transfer, escalate.Normal)
	rule("repeated", "test.repeat", escalate.Transfer, escalate.Normal)
	rule("angry", escalate.EmotionAnger, escalate.Offer, escalate.Normal)
	if out.Action == escalate.Continue {
		out.NearMisses = []escalate.NearMiss{{Rule: "asked", Missing: "request.human"}}
	}
	return out
}

func newEngine(more ...escalate.Detector) *escalate.Engine {
	all := append([]escalate.Detector{flow,
		words("human", escalate.RequestHuman, 0.9, "person", "người"),
		words("anger", escalate.EmotionAnger, 0.8, "idiots"),
		words("danger", escalate.UrgencyEmergency, 0.95, "fire"),
		repeats{}}, more...)
	e, err := escalate.New(simple{}, escalate.WithDetectors(all...))
	if err != nil {
		panic(err)
	}
	return e
}

func customer(s string) escalate.Turn { return escalate.Turn{Role: escalate.Customer, Text: s} }
func bot(s string) escalate.Turn      { return escalate.Turn{Role: escalate.Bot, Text: s} }
func agent(s string) escalate.Turn    { return escalate.Turn{Role: escalate.Agent, Text: s} }

func transcript(turns ...escalate.Turn) escalate.Transcript {
	return escalate.Transcript{Conversation: escalate.Conversation{ID: "c-1"}, Turns: turns}
}
