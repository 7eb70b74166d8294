package policy_test

import (
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
)

// What became of a turn, and what would have changed that.
func ExamplePolicy_Explain() {
	p, err := presets.Balanced()
	if err != nil {
		fmt.Println(err)
		return
	}
	watched := policy.Observe(p, func(v *escalate.View, _ escalate.Verdict) { fmt.Print(p.Explain(v)) })
	j, err := escalate.NewJudge(watched, escalate.Conversation{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = j.Judge(escalate.Reading{Role: escalate.Customer, Signals: []escalate.Signal{{Kind: escalate.EmotionAnger, Score: 0.6}}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// turn 0: offer by rule rather-angry (policy balanced 1)
	//   rather-angry: fired, offer (balanced.yaml:107)
	//     yes emotion.anger >= threshold.likely  [emotion.anger 0.60 >= 0.50]
	//   near miss angry: emotion.anger 0.60 < 0.75
	//   near miss asked-for-contact: request.human 0.00 < 0.35
	//   near miss life-at-risk: urgency.emergency 0.00 < 0.50
	//   would continue if emotion.anger were 0.4999, not 0.6
	//   would transfer if emotion.anger were 0.75, not 0.6
}

// A running engine takes a new policy.
func ExampleSwappable() {
	today, err := presets.Load("balanced")
	if err != nil {
		fmt.Println(err)
		return
	}
	live := policy.NewSwappable(today)
	engine, err := escalate.New(live) // beside the detectors
	if err != nil {
		fmt.Println(err)
		return
	}
	tomorrow, err := presets.Load("cautious")
	if err != nil { // the old policy stays
		fmt.Println(err)
		return
	}
	old := live.Swap(tomorrow)
	fmt.Println(old.Info().Name, "gives way to", engine.Policy().Info().Name)
	// Output: balanced gives way to cautious
}

func ExamplePolicy_Lint() {
	p, err := policy.Parse("desk.yaml", []byte(`name: desk
version: "1"
thresholds: {likely: 0.5, spare: 0.8}
rules:
  - {id: danger, doc: d, when: urgency.emergency >= threshold.likely || urgency.security >= 0.5, then: {action: transfer}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range p.Lint() {
		fmt.Println(f)
	}
	// Output:
	// desk.yaml:1:1: no rule transfers for request.human (not-handed-over)
	// desk.yaml:3:27: threshold.spare is named in no condition (unused-threshold)
	// desk.yaml:5:32: rule "danger": urgency.security >= 0.5: give the number a name under thresholds (literal-threshold)
}
