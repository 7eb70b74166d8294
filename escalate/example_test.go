package escalate_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// A detector of a host's own: customers who name a rival are worth a person.
var rival = escalate.NewDetector(
	escalate.Info{Name: "rival", Version: 1, Doc: "Reports customers who name a competitor.", Kinds: []escalate.Kind{"acme.rival"}},
	func(ctx context.Context, p *escalate.Pass) error {
		if i := strings.Index(strings.ToLower(p.Text()), "globex"); i >= 0 {
			p.Find("acme.rival", 0.9, i, i+len("globex"))
		}
		return nil
	})

// keep hands over customers who may leave. Policies are usually files, read by
// package policy; this is what one looks like in Go.
type keep struct{}

func (keep) Info() escalate.PolicyInfo { return escalate.PolicyInfo{Name: "keep", Version: "1"} }

func (keep) Decide(v *escalate.View) escalate.Verdict {
	s := v.Score("acme.rival")
	if s < 0.5 {
		return escalate.Verdict{NearMisses: []escalate.NearMiss{{Rule: "may-leave", Missing: "acme.rival"}}}
	}
	return escalate.Verdict{Action: escalate.Transfer, Queue: "retention", Score: s,
		Reasons: []escalate.Reason{{Rule: "may-leave", Signal: "acme.rival", Score: s, Text: "The customer names a rival."}}}
}

func ExampleNewDetector() {
	engine, err := escalate.New(keep{}, escalate.WithDetectors(rival))
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, err := engine.Evaluate(context.Background(), escalate.Transcript{Turns: []escalate.Turn{
		{Role: escalate.Bot, Text: "How can I help?"},
		{Role: escalate.Customer, Text: "cancel it, Globex has the same for less"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision)
	// Output:
	// turn 1: transfer, queue retention (score 0.90)
	//   may-leave: The customer names a rival. [acme.rival 0.90]
	//     turn 1: "Globex"
}

func ExampleSession() {
	engine, err := escalate.New(keep{}, escalate.WithDetectors(rival))
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := engine.NewSession(escalate.Conversation{ID: "c-7", Channel: "web"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, turn := range []escalate.Turn{
		{Role: escalate.Customer, Text: "hi"},
		{Role: escalate.Bot, Text: "Hello!"},
		{Role: escalate.Customer, Text: "how do I move to Globex?"},
	} {
		decision, err := session.Add(context.Background(), turn)
		if err != nil {
			fmt.Println(err)
			return
		}
		if decision != nil { // a customer turn
			fmt.Println(decision.Turn, decision.Action)
		}
	}
	packet, _ := session.Handover()
	fmt.Println(packet.Queue, len(packet.Recent))
	// Output:
	// 0 continue
	// 2 transfer
	// retention 3
}

// Between two turns a session can live in a key-value store.
func ExampleEngine_Restore() {
	engine, err := escalate.New(keep{}, escalate.WithDetectors(rival))
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := engine.NewSession(escalate.Conversation{ID: "c-7"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := session.Add(context.Background(), escalate.Turn{Role: escalate.Customer, Text: "globex!"}); err != nil {
		fmt.Println(err)
		return
	}
	stored, err := session.Snapshot() // a []byte
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := engine.Restore(stored)
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, err := again.Add(context.Background(), escalate.Turn{Role: escalate.Customer, Text: "hello?"})
	fmt.Println(decision.Action, decision.Reasons[0].Evidence[0].Turn, err)
	// Output: transfer 0 <nil>
}

func ExampleDecision_LogValue() {
	engine, err := escalate.New(keep{}, escalate.WithDetectors(rival))
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, err := engine.Evaluate(context.Background(), escalate.Transcript{
		Conversation: escalate.Conversation{ID: "c-7"},
		Turns:        []escalate.Turn{{Role: escalate.Customer, Text: "Globex is cheaper"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("decided", "decision", decision)
	// Output: level=INFO msg=decided decision.id=c-7 decision.turn=0 decision.action=transfer decision.score=0.9 decision.priority=normal decision.queue=retention decision.rules=may-leave
}
