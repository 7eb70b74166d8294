// Command fewshot teaches an engine two wishes of a host's own, a meal kit's, by forty
// English messages, and reads Vietnamese and German ones.
package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/standard"
)

//go:embed messages.jsonl
var messages []byte

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// detector learns in about a second. A host that starts often keeps the model in
// a file: `escalate train` writes one, and classify.LoadTexts reads it.
func detector() (escalate.Detector, error) {
	var examples []classify.TextExample
	for sc := bufio.NewScanner(bytes.NewReader(messages)); sc.Scan(); {
		var e classify.TextExample
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			return nil, err
		}
		examples = append(examples, e)
	}
	enc, err := layers.Model()
	if err != nil {
		return nil, err
	}
	model, err := classify.TrainTexts(enc, enc.Layers(), examples)
	if err != nil {
		return nil, err
	}
	return model.Detector(escalate.Info{Name: "mealkit", Version: 1, Doc: "Reports customers who cancel, and allergies."})
}

func run(ctx context.Context, w io.Writer) error {
	d, err := detector()
	if err != nil {
		return err
	}
	engine, err := standard.New(escalate.WithDetectors(d)) // beside the built-in ones
	if err != nil {
		return err
	}
	for _, text := range asked {
		fmt.Fprintln(w, text)
		turn := escalate.Turn{Role: escalate.Customer, Text: text}
		readings, err := engine.Read(ctx, escalate.Transcript{Turns: []escalate.Turn{turn}})
		if err != nil {
			return err
		}
		for _, k := range d.Info().Kinds {
			s, _ := readings[0].Signal(k)
			fmt.Fprintf(w, "  %.2f %s", s.Score, k)
			if s.Score >= 0.3 {
				fmt.Fprintf(w, " %q", s.Evidence[0].Quote)
			}
			fmt.Fprintln(w)
		}
	}
	return nil
}

var asked = []string{
	"Chào shop, tôi muốn hủy gói giao hàng tuần từ tháng sau.",     // wants to cancel
	"Con tôi bị dị ứng đậu phộng, món cà ri này có an toàn không?", // has a child with an allergy
	"Cuối tuần này mấy giờ giao hàng vậy?",                         // asks when the box comes
	"Guten Tag, ich möchte mein Abo zum Monatsende kündigen.",      // wants to cancel
	"Ich vertrage keine Nüsse. Ist im Pesto etwas davon drin?",     // cannot eat nuts
	"Kann ich noch ein Rezept für Freitag dazubestellen?",          // wants a recipe more
}
