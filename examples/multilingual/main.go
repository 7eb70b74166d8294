// Command multilingual answers customers of a bot that serves Vietnamese and English
// only: it names the language of each message with a second opinion of
// lingua-go, and hands over those that the bot cannot serve, to a queue of their
// language.
//
// It links the models of lingua-go, 125 MB: see package langdetect/lingua.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/langdetect/lingua"
	"github.com/go-handoff/handoff/policy/presets"
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	// A second opinion among the languages that customers of this shop write.
	second, err := lingua.New(lingua.WithLanguages("eng", "vie", "ind", "tgl", "spa", "por"))
	if err != nil {
		return err
	}
	detector, err := langdetect.NewDetector(langdetect.WithSecondOpinion(second))
	if err != nil {
		return err
	}
	balanced, err := presets.Balanced()
	if err != nil {
		return err
	}
	engine, err := escalate.New(balanced, escalate.WithDetectors(detector))
	if err != nil {
		return err
	}
	for _, text := range []string{
		"shop ơi khi nào hàng về vậy ạ",
		"toi chua nhan duoc hang, kiem tra giup minh",
		"ok",
		"buenas, mi pedido llegó roto y quiero cambiarlo",
		"ሰላም ትእዛዘይ ክሳብ ሕጂ ኣይበጽሐን",
	} {
		decision, err := engine.Evaluate(context.Background(), escalate.Transcript{
			Conversation: escalate.Conversation{BotLanguages: []string{"vi", "en"}},
			Turns:        []escalate.Turn{{Role: escalate.Customer, Text: text}},
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-4s %-8s %-12s %s\n", decision.Language.Tag, decision.Action, decision.Queue, text)
	}
	return nil
}
