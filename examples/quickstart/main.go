// Command quickstart runs a conversation, half Vietnamese and half English, through
// the standard engine and prints each decision with the words that led to it.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard"
)

//go:embed conversation.json
var conversation []byte

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	var t escalate.Transcript
	if err := json.Unmarshal(conversation, &t); err != nil {
		return err
	}
	engine, err := standard.New()
	if err != nil {
		return err
	}
	session, err := engine.NewSession(t.Conversation)
	if err != nil {
		return err
	}
	for _, turn := range t.Turns {
		fmt.Fprintf(w, "%s: %s\n", turn.Role, turn.Text)
		decision, err := session.Add(context.Background(), turn)
		if err != nil {
			return err
		}
		if decision != nil {
			fmt.Fprintf(w, "--> %v\n\n", decision)
		}
	}
	return nil
}
