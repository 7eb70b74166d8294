package classify_test

import (
	"fmt"
	"log"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/escalate/text"
)

// A host's own wish, learnt in English and found in German. Package layers in
// place of pieces understands far more; see examples/fewshot.
func ExampleTrainTexts() {
	yes, no := []string{"acme.cancel"}, []string{}
	enc, err := pieces.Model()
	if err != nil {
		log.Fatal(err)
	}
	m, err := classify.TrainTexts(enc, 0, []classify.TextExample{
		{Text: "I want to cancel my subscription", Labels: yes},
		{Text: "please end my contract", Labels: yes},
		{Text: "terminate my plan at the end of the month", Labels: yes},
		{Text: "cancel it, I don't need it any more", Labels: yes},
		{Text: "how do I quit my subscription", Labels: yes},
		{Text: "how do I change my address", Labels: no},
		{Text: "where is my parcel", Labels: no},
		{Text: "what does the large plan cost", Labels: no},
		{Text: "hello, a question please", Labels: no},
		{Text: "thank you very much, that is all", Labels: no},
	})
	if err != nil {
		log.Fatal(err)
	}
	const asked = "Hallo, ich möchte meinen Vertrag kündigen"
	findings, err := m.Find(asked)
	if err != nil {
		log.Fatal(err)
	}
	f := findings[0]
	fmt.Println(f.Label, f.Score > 0.5, asked[f.Start:f.End])
	// Output: acme.cancel true möchte meinen Vertrag kündigen
}

// A model of n-grams needs no encoder and scores in microseconds, in the
// language of its examples.
func ExampleTrain() {
	var examples []classify.Example
	for _, e := range texts() { // labelled "late", "back", both or neither
		in := classify.Input{Text: text.New(e.Text)}
		examples = append(examples, classify.Example{Input: in, Labels: e.Labels})
	}
	m, err := classify.Train(classify.Config{Labels: []string{"late", "back"}, Buckets: 1 << 12}, examples)
	if err != nil {
		log.Fatal(err)
	}
	in := classify.Input{Text: text.New("hi there, I want a refund")}
	scores := m.Score(nil, &in)
	start, end, _ := m.Explain(&in, 1, nil)
	fmt.Println(scores[0] > 0.5, scores[1] > 0.5, in.Text.Raw()[start:end])
	// Output: false true refund
}

// The labels of a model that are kinds can join an engine.
func ExampleTextModel_Detector() {
	enc, err := pieces.Model()
	if err != nil {
		log.Fatal(err)
	}
	m, err := classify.TrainTexts(enc, 0, kinds()) // labelled "shop.late", "shop.back"
	if err != nil {
		log.Fatal(err)
	}
	d, err := m.Detector(escalate.Info{Name: "shop", Version: 1, Doc: "Reports late parcels and refunds."})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Info().Kinds)
	// Output: [shop.back shop.late]
}

// Before a model is used: what it says of examples that it has not learnt.
func ExampleUnseen() {
	enc, err := pieces.Model()
	if err != nil {
		log.Fatal(err)
	}
	config, examples, err := classify.EmbedTexts(enc, 0, texts())
	if err != nil {
		log.Fatal(err)
	}
	scores, err := classify.Unseen(config, examples)
	if err != nil {
		log.Fatal(err)
	}
	found := 0
	for i, e := range examples {
		if len(e.Labels) == 1 && e.Labels[0] == "late" && scores[i][1] >= 0.5 {
			found++
		}
	}
	fmt.Println(found >= 5, "of 10")
	// Output: true of 10
}
