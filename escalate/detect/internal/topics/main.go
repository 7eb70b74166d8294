// Command topics says how well complexity.out_of_scope tells what a bot knows
// from what it does not, on CLINC150: a bot of ten intents drawn by chance, with
// ten examples each, is asked other queries of those intents, queries of other
// intents, and queries of no intent at all.
//
//	go run ./escalate/detect/internal/topics [-draws 20] [-seed 7] ../shared/data/text/intent__clinc150.jsonl
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

const none = "oos" // how the set names queries of no intent

func main() {
	log.SetFlags(0)
	draws := flag.Int("draws", 20, "bots to draw")
	seed := flag.Uint64("seed", 7, "of the draws")
	flag.Parse()
	byIntent, err := read(flag.Arg(0))
	if err != nil {
		log.Fatal("topics: ", err)
	}
	model, err := layers.Model()
	if err != nil {
		log.Fatal("topics: ", err)
	}
	vectors := detect.NewVectors(model, model.Layers())
	r := rand.New(rand.NewPCG(*seed, 0))
	var intents []string
	for k := range byIntent {
		if k != none {
			intents = append(intents, k)
		}
	}
	slices.Sort(intents)
	var own, other, nothing []float64
	for range *draws {
		r.Shuffle(len(intents), func(i, j int) { intents[i], intents[j] = intents[j], intents[i] })
		var topics []detect.Topic
		var asked []string
		for _, k := range intents[:10] {
			q := slices.Clone(byIntent[k])
			r.Shuffle(len(q), func(i, j int) { q[i], q[j] = q[j], q[i] })
			topics = append(topics, detect.Topic{Name: k, Examples: q[:10]})
			asked = append(asked, q[10:20]...)
		}
		d, err := detect.OutOfScope(vectors, topics)
		if err != nil {
			log.Fatal("topics: ", err)
		}
		e, err := escalate.New(quiet{}, escalate.WithDetectors(d))
		if err != nil {
			log.Fatal("topics: ", err)
		}
		score := func(q string) float64 {
			d, err := e.Evaluate(context.Background(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: q}}})
			if err != nil {
				log.Fatal("topics: ", err)
			}
			return float64(d.Signals[escalate.ComplexityOutOfScope])
		}
		for i := range 100 {
			own = append(own, score(asked[i]))
			q := byIntent[intents[10+r.IntN(len(intents)-10)]]
			other = append(other, score(q[r.IntN(len(q))]))
			nothing = append(nothing, score(byIntent[none][r.IntN(len(byIntent[none]))]))
		}
	}
	fmt.Printf("of the bot's intents: %.1f %% called out of scope; of other intents: %.1f %%; of none: %.1f %% (AUC %.3f, %.3f)\n",
		share(own), share(other), share(nothing), auc(other, own), auc(nothing, own))
}

func read(file string) (map[string][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string][]string{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		var m struct{ Text, Orig string }
		if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
			return nil, err
		}
		out[m.Orig] = append(out[m.Orig], m.Text)
	}
	return out, sc.Err()
}

func share(xs []float64) float64 {
	n := 0
	for _, x := range xs {
		if x >= 0.5 {
			n++
		}
	}
	return 100 * float64(n) / float64(len(xs))
}

func auc(pos, neg []float64) float64 {
	sum := 0.0
	for _, p := range pos {
		for _, n := range neg {
			if p > n {
				sum++
			} else if p == n {
				sum += 0.5
			}
		}
	}
	return sum / float64(len(pos)*len(neg))
}

type quiet struct{}

func (quiet) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "quiet"} }
func (quiet) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }
