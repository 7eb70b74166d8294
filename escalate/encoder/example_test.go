package encoder_test

import (
	"fmt"
	"log"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
)

func dot(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// A question in Vietnamese finds the English sentence that says the same.
func Example() {
	m, err := layers.Model()
	if err != nil {
		log.Fatal(err)
	}
	known := []string{"I want my money back.", "How do I change my password?", "Thank you, that is all."}
	vectors, err := m.EncodeBatch(nil, known, m.Layers())
	if err != nil {
		log.Fatal(err)
	}
	query, err := m.Encode(nil, "Làm sao để đổi mật khẩu?", m.Layers())
	if err != nil {
		log.Fatal(err)
	}
	best := 0
	for i := range known {
		if dot(query, vectors[i*m.Dim():][:m.Dim()]) > dot(query, vectors[best*m.Dim():][:m.Dim()]) {
			best = i
		}
	}
	fmt.Println(known[best])
	// Output: How do I change my password?
}

// Depth 0 needs no layers, and microseconds.
func ExampleNew() {
	m, err := encoder.New(pieces.Data())
	if err != nil {
		log.Fatal(err)
	}
	v, err := m.Encode(nil, "ขอคุยกับเจ้าหน้าที่", 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(v), m.Depths())
	// Output: 384 [0]
}

// Layers that several tasks share are computed once.
func ExampleModel_Hidden() {
	m, err := layers.Model()
	if err != nil {
		log.Fatal(err)
	}
	var h encoder.Hidden
	if err := m.Hidden(&h, 6, "I want to talk to a person."); err != nil {
		log.Fatal(err)
	}
	quick, err := m.Vector(nil, &h, 0)
	if err != nil {
		log.Fatal(err)
	}
	if err := m.Advance(&h, 12); err != nil {
		log.Fatal(err)
	}
	full, err := m.Vector(nil, &h, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(dot(quick, full) > 0.7)
	// Output: true
}

// The pieces that a linear head goes by, in the customer's own text.
func ExampleModel_Explain() {
	m, err := layers.Model()
	if err != nil {
		log.Fatal(err)
	}
	weights, err := m.Encode(nil, "I want a human agent.", 12)
	if err != nil {
		log.Fatal(err)
	}
	const text = "Nice weather today, but give me a real person."
	var h encoder.Hidden
	if err := m.Hidden(&h, 12, text); err != nil {
		log.Fatal(err)
	}
	head, err := m.Head(12, weights)
	if err != nil {
		log.Fatal(err)
	}
	parts, _, err := m.Explain(nil, &h, 0, head)
	if err != nil {
		log.Fatal(err)
	}
	best := parts[0]
	for _, p := range parts {
		if p.Value > best.Value {
			best = p
		}
	}
	fmt.Println(text[best.Start:best.End])
	// Output: person
}
