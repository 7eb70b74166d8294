package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// ridge keeps the weights of a kind with few messages near shift 0 and slope 1,
// which leave the output as it is.
const ridge = 1.0

// said is a message as the tuned layers and the phrases see it.
type said struct {
	message labelled.Message
	weight  float64
	out     []float64 // by kind
	phrases []float64
}

// weights of a kind: shift, slope on the output, slope on the phrases.
type weights [3]float64

func (w *weights) score(out, phrases float64) float64 {
	return 1 / (1 + math.Exp(-(w[0] + w[1]*out + w[2]*phrases)))
}

// calibrate learns a detect.Calibrated from messages that the layers have not
// seen; none is what a message without a signal counts, real what a turn of a
// dialogue does.
func calibrate(tuned, lexicon, corpus, dialogue string, files []string, none, real float64, out string) error {
	m, err := layers.Model()
	if err != nil {
		return err
	}
	stack, err := os.ReadFile(filepath.Join(tuned, "tuned.stack"))
	if err != nil {
		return err
	}
	head, err := os.ReadFile(filepath.Join(tuned, "tuned.head"))
	if err != nil {
		return err
	}
	v, err := detect.NewTuned(m, string(stack), string(head))
	if err != nil {
		return err
	}
	l, err := phrase.Load(os.DirFS(lexicon), "*.txt")
	if err != nil {
		return err
	}
	ph := detect.NewPhrases(l)
	var read [][]labelled.Message
	for _, f := range files {
		ms, err := labelled.Signals(f)
		if err != nil {
			return err
		}
		read = append(read, ms)
	}
	own, err := labelled.Corpus(corpus)
	if err != nil {
		return err
	}
	own = slices.DeleteFunc(own, func(m labelled.Message) bool { return m.Batch != labelled.Scale })
	read, files = append(read, own), append(slices.Clone(files), "batches "+labelled.Scale)
	if dialogue != "" {
		ms, err := labelled.Turns(filepath.Join(corpus, "dialogue", "turns.tsv"), dialogue)
		if err != nil {
			return err
		}
		read, files = append(read, ms), append(files, "turns of dialogues")
	}
	sets := make([][]said, len(files))
	var all []said
	for i, ms := range read {
		for _, x := range ms {
			s, err := hear(v, ph, x)
			if err != nil {
				return err
			}
			if s.weight = 1; x.Batch == labelled.Dialogue {
				s.weight = real
			} else if len(x.Labels) == 0 {
				s.weight = none
			}
			sets[i] = append(sets[i], s)
		}
		all = append(all, sets[i]...)
	}
	var crossed []said
	var scores [][]float64
	for i := range files {
		var others []said
		for j := range sets {
			if j != i {
				others = append(others, sets[j]...)
			}
		}
		ws := fit(others)
		mine := apply(ws, sets[i])
		report("crossed "+files[i], messages(sets[i]), mine)
		crossed, scores = append(crossed, sets[i]...), append(scores, mine...)
	}
	report("crossed, all", messages(crossed), scores)
	plain := slices.Repeat([]weights{{0, 1, 0}}, len(labelled.Kinds))
	report("as the layers say", messages(all), apply(plain, all))
	ws := fit(all)
	var b strings.Builder
	b.WriteString("# kind, shift, slope on the output of the tuned layers, slope on the phrases: detect/recipe\n")
	for k, w := range ws {
		fmt.Fprintf(&b, "%s %.4f %.4f %.4f\n", labelled.Kinds[k], w[0], w[1], w[2])
	}
	if out == "" {
		fmt.Print(b.String())
		return nil
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

func hear(v *detect.Vectors, ph *detect.Phrases, m labelled.Message) (said, error) {
	e, err := v.Embed(m.Text)
	if err != nil {
		return said{}, err
	}
	s := said{message: m}
	hits := ph.Find(text.New(m.Text), m.Lang)
	for _, k := range labelled.Kinds {
		s.out = append(s.out, float64(e.Vector[slices.Index(v.Outputs(), k)]))
		s.phrases = append(s.phrases, detect.Sure(hits, k))
	}
	return s, nil
}

func messages(ss []said) []labelled.Message {
	out := make([]labelled.Message, len(ss))
	for i := range ss {
		out[i] = ss[i].message
	}
	return out
}

func apply(ws []weights, ss []said) [][]float64 {
	out := make([][]float64, len(ss))
	for i, s := range ss {
		for k := range ws {
			out[i] = append(out[i], ws[k].score(s.out[k], s.phrases[k]))
		}
	}
	return out
}

// fit minimises the logistic loss of each kind with a ridge, slopes not below 0,
// by plain descent with a falling rate: three weights, a convex problem.
func fit(ss []said) []weights {
	out := make([]weights, len(labelled.Kinds))
	for k, kind := range labelled.Kinds {
		w := weights{0, 1, 0}
		for step := range 3000 {
			g, h := weights{w[0], w[1] - 1, w[2]}, weights{1, 1, 1}
			for i := range g {
				g[i] *= ridge
				h[i] *= ridge
			}
			for i := range ss {
				s := &ss[i]
				x := weights{1, s.out[k], s.phrases[k]}
				p := w.score(x[1], x[2])
				d, c := p, s.weight
				if slices.Contains(s.message.Labels, kind) {
					d--
				}
				for j := range g {
					g[j] += c * d * x[j]
					h[j] += c * max(p*(1-p), 1e-3) * x[j] * x[j]
				}
			}
			moved := 0.0
			for j := range w {
				before := w[j]
				if w[j] -= 0.3 * g[j] / h[j]; j > 0 {
					w[j] = max(0, w[j])
				}
				moved = max(moved, math.Abs(w[j]-before))
			}
			if step > 50 && moved < 1e-6 {
				break
			}
		}
		out[k] = w
	}
	return out
}
