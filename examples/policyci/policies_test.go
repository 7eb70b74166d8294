package policyci_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/go-handoff/handoff/examples/policyci"
	"github.com/go-handoff/handoff/policy/policytest"
)

func TestShop(t *testing.T) {
	policytest.Run(t, "policies/shop.test.yaml", policytest.WithEngine(light.New), policytest.MinCoverage(1), policytest.MinMutation(0.9))
}

func ExampleEngine() {
	engine, err := policyci.Engine()
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := engine.NewSession(escalate.Conversation{Facts: map[string]any{"subscriber": true}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := session.Add(context.Background(), escalate.Turn{Role: escalate.Customer, Text: "How do I cancel my subscription?"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Action, d.Queue)
	fmt.Println(d.Message)
	// Output:
	// offer retention
	// Would you like to talk to a colleague before you cancel?
}
