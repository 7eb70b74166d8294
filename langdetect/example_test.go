package langdetect_test

import (
	"context"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/langdetect"
)

func ExampleDetect() {
	for _, text := range []string{"toi muon gap nhan vien", "mujhe apna paisa wapas chahiye", "Ina son in yi magana da mutum", "refund pls"} {
		r := langdetect.Detect(text)
		fmt.Printf("%s low-resource=%t\n", r.Tag, r.LowResource >= 0.5)
	}
	// Output:
	// vi low-resource=false
	// hi-Latn low-resource=false
	// ha low-resource=true
	// und low-resource=false
}

func ExamplePool() {
	var pool langdetect.Pool
	for _, text := range []string{"hi", "nimetuma pesa jana", "bado haijafika", "ok"} {
		pool.Add(langdetect.Detect(text))
		r := pool.Result()
		fmt.Printf("%-18s %s\n", text, r.Tag)
	}
	// Output:
	// hi                 und
	// nimetuma pesa jana sw
	// bado haijafika     sw
	// ok                 sw
}

func ExampleIdentifier_Spans() {
	id, err := langdetect.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Mình đặt hàng hôm qua but nobody has contacted me since"
	for _, s := range id.Spans(text) {
		fmt.Printf("%s: %s\n", s.Tag, text[s.Start:s.End])
	}
	// Output:
	// vi: Mình đặt hàng hôm qua
	// en: but nobody has contacted me since
}

func ExampleWithServed() {
	id, err := langdetect.New(langdetect.WithServed(append(langdetect.DefaultServed(), "sw")...))
	if err != nil {
		fmt.Println(err)
		return
	}
	r := id.Detect("nimelipa lakini pesa hazijafika")
	fmt.Println(r.Tag, r.LowResource >= 0.5)
	// Output: sw false
}

// letGo is a policy that lets the bot go on; see package policy for real ones.
type letGo struct{}

func (letGo) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "let-go"} }
func (letGo) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }

func ExampleNewDetector() {
	d, err := langdetect.NewDetector()
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := escalate.New(letGo{}, escalate.WithDetectors(d))
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := engine.NewSession(escalate.Conversation{BotLanguages: []string{"en", "es"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, err := session.Add(context.Background(), escalate.Turn{Role: escalate.Customer, Text: "ich möchte mit einem Menschen sprechen"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision.Language.Tag, decision.Signals[escalate.LanguageUnsupported] > 0.5)
	// Output: de true
}
