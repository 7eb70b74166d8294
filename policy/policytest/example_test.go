package policytest_test

import (
	"context"
	"fmt"
	"os"

	"github.com/go-handoff/handoff/policy/policytest"
)

func ExampleSuite_Run() {
	s, err := policytest.Load("testdata/counter.test.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := s.Run(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := r.WriteText(os.Stdout, true); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ok    asks for a person
	// counter.test.yaml: policy counter 1: 1 passed, 0 failed, 0 todo; coverage: rules 100.0 %, conditions 100.0 %
}
