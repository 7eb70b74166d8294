// Command fit learns the weights of package prose and says what they bring.
//
//	escalate signals train.jsonl > train.out; escalate signals test.jsonl > test.out
//	go run ./sentiment/prose/internal/fit train.jsonl train.out test.jsonl test.out
//
// The files are labelled English messages and what the standard engine says of
// them, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"slices"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/sentiment/prose"
)

type message struct {
	text   string
	labels []string
	scores map[string]float64
	x      []float64 // the grammar
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("fit: want train.jsonl train.out test.jsonl test.out")
	}
	train, test := read(os.Args[1], os.Args[2]), read(os.Args[3], os.Args[4])
	for _, k := range []escalate.Kind{escalate.ComplexityMulti, escalate.ComplexitySpecialist} {
		kind := string(k)
		w := learn(train, kind)
		fmt.Printf("%s: %.4f\n", kind, w)
		for _, set := range [][]message{train, test} {
			before := f1(set, kind, func(m *message) float64 { return m.scores[kind] })
			after := f1(set, kind, func(m *message) float64 {
				s := m.scores[kind]
				if s < prose.Low || s > prose.High {
					return s
				}
				return max(s, sigmoid(dot(w, m.features(kind))))
			})
			fmt.Printf("  of %d messages: F1 %.3f, with grammar %.3f\n", len(set), before, after)
		}
	}
}

func read(gold, scores string) []message {
	var out []message
	each(gold, func(b []byte) {
		var g struct {
			Text   string
			Labels []string
		}
		if err := json.Unmarshal(b, &g); err != nil {
			log.Fatal("fit: ", gold, ": ", err)
		}
		gr, err := prose.Parse(g.Text)
		if err != nil {
			log.Print("fit: ", err)
		}
		v := gr.Values()
		out = append(out, message{text: g.Text, labels: g.Labels, x: v[:]})
	})
	i := 0
	each(scores, func(b []byte) {
		var s struct {
			Signals map[string]float64
		}
		if err := json.Unmarshal(b, &s); err != nil || i >= len(out) {
			log.Fatal("fit: ", scores, ": ", err)
		}
		out[i].scores = s.Signals
		i++
	})
	if i != len(out) {
		log.Fatalf("fit: %d messages, %d scores", len(out), i)
	}
	return out
}

func each(file string, f func([]byte)) {
	h, err := os.Open(file)
	if err != nil {
		log.Fatal("fit: ", err)
	}
	defer h.Close()
	sc := bufio.NewScanner(h)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		f(sc.Bytes())
	}
	if err := sc.Err(); err != nil {
		log.Fatal("fit: ", err)
	}
}

func (m *message) features(kind string) []float64 {
	s := min(max(m.scores[kind], 0.001), 0.999)
	return append([]float64{1, math.Log(s / (1 - s))}, m.x...)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func dot(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// learn minimises the logistic loss with a ridge by plain descent; the problem
// is convex and small.
func learn(ms []message, kind string) []float64 {
	w := make([]float64, len(ms[0].features(kind)))
	w[1] = 1
	const ridge = 1e-3
	for step := range 4000 {
		g := make([]float64, len(w))
		for i := range ms {
			x := ms[i].features(kind)
			d := sigmoid(dot(w, x))
			if slices.Contains(ms[i].labels, kind) {
				d--
			}
			for j := range g {
				g[j] += d * x[j]
			}
		}
		rate := 0.3 / (1 + float64(step)/1000)
		for j := range w {
			w[j] -= rate * (g[j]/float64(len(ms)) + ridge*w[j])
		}
	}
	return w
}

func f1(ms []message, kind string, score func(*message) float64) float64 {
	tp, wrong := 0.0, 0.0
	for i := range ms {
		is, said := slices.Contains(ms[i].labels, kind), score(&ms[i]) >= 0.5
		if is && said {
			tp++
		} else if is || said {
			wrong++
		}
	}
	return 2 * tp / max(1, 2*tp+wrong)
}
