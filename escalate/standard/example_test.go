package standard_test

import (
	"context"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard"
)

func Example() {
	engine, err := standard.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := engine.NewSession(escalate.Conversation{ID: "c-123", Channel: "line", BotLanguages: []string{"en", "vi"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"hi, what are your opening hours?", "and you charged my card twice for the last order, fix it"} {
		decision, err := session.Add(context.Background(), escalate.Turn{Role: escalate.Customer, Text: text})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %q\n", decision.Action, decision.Queue)
		for _, r := range decision.Reasons[:min(1, len(decision.Reasons))] {
			fmt.Println(r.Rule, r.Signal)
		}
	}
	// Output:
	// continue ""
	// transfer "billing"
	// charge-disputed dispute.charge
}
