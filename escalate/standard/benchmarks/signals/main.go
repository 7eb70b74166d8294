// Command signals writes what a Go program could call instead of the engine
// says of each text of a file, in the form that score_signals.py reads:
//
//	go run ./signals -with govader gold.jsonl > out.jsonl
//	go run ./signals -with keywords gold.jsonl > out.jsonl
//
// govader's polarity stands for every emotion, as it knows no other, from 0 for
// the most positive text to nearly 1 for the most negative; 0.5 is a compound of
// -0.05, which VADER's authors call negative.
// keywords is a list of what a developer writes down first to hear who asks for
// a person.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"

	"github.com/jonreiter/govader"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
)

func main() {
	with := flag.String("with", "govader", "govader or keywords")
	flag.Parse()
	if err := run(*with, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "signals:", err)
		os.Exit(1)
	}
}

type scorer func(text string) map[escalate.Kind]float64

func pick(with string) (scorer, error) {
	switch with {
	case "govader":
		polarity := govader.NewSentimentIntensityAnalyzer()
		return func(text string) map[escalate.Kind]float64 {
			v := max(0, (0.95-polarity.PolarityScores(text).Compound)/2)
			return map[escalate.Kind]float64{escalate.EmotionAnger: v, escalate.EmotionAnxiety: v, escalate.EmotionSadness: v}
		}, nil
	case "keywords":
		return func(text string) map[escalate.Kind]float64 {
			v := 0.0
			if keywords.MatchString(text) {
				v = 1
			}
			return map[escalate.Kind]float64{escalate.RequestHuman: v}
		}, nil
	}
	return nil, fmt.Errorf("-with %q: unknown", with)
}

var keywords = regexp.MustCompile(`(?i)\b(human|humans|agent|agents|representative|operator|supervisor|manager|real person|live person|` +
	`customer service|customer support|talk to (a |some)(person|one)|speak (to|with) (a |some)(person|one))\b`)

func run(with, gold string) error {
	ask, err := pick(with)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	type message struct{ ID, Text string }
	err = labelled.Lines(gold, func(m message) error {
		return enc.Encode(map[string]any{"id": m.ID, "signals": ask(m.Text)})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
