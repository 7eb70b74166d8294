// Command grammar shows the option of sentiment/prose: the grammar of an
// English message settles what the message models leave in doubt.
//
//	go run ./examples/grammar
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/sentiment/prose"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	without, err := standard.New()
	if err != nil {
		return err
	}
	with, err := standard.New(escalate.WithDetectors(prose.New()))
	if err != nil {
		return err
	}
	for _, text := range []string{
		"yes the first one please",
		"i moved house so the address is new, and the invoice for march still has my old name on it",
	} {
		fmt.Fprintln(w, text)
		for _, e := range []struct {
			name string
			*escalate.Engine
		}{{"models", without}, {"and grammar", with}} {
			d, err := e.Evaluate(ctx, escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: text}}})
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "  %-11s %s, %s %.2f\n", e.name, d.Action, escalate.ComplexityMulti, d.Signals[escalate.ComplexityMulti])
		}
	}
	return nil
}
