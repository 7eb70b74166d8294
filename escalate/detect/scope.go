package detect

import (
	"context"
	"fmt"
	"math"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/text"
)

// Topic is something that the host's bot knows, with example questions in any
// language: five or more, as customers ask them.
type Topic struct {
	Name     string
	Examples []string
}

const (
	// minExamples is the number of examples, of all topics together, from which
	// their own distances say what near is.
	minExamples = 8
	// scopeWords is how many words a turn needs to be a question of a topic:
	// greetings, thanks and answers are in no topic and out of none.
	scopeWords = 4
	// scopeSlope and scopeShift make a probability of the distance, in standard
	// deviations of the examples' own. Fitted to CLINC150 by the logistic loss:
	// ten of its intents with ten examples each, other queries of theirs against
	// queries of other intents, over twelve draws.
	scopeSlope, scopeShift = 2.2, 1.5
)

// OutOfScope reports questions outside everything that the host says its bot
// knows ([escalate.ComplexityOutOfScope]): those far from all examples in the
// encoder's space, measured by how far the examples are from each other. v are
// vectors of package encoder, not of tuned layers. The error says which topic
// has too little.
//
// Fires, for a bot that knows parcels and returns, on "can you recommend a
// mortgage?". Does not fire on "thanks" or "the blue one".
func OutOfScope(v *Vectors, topics []Topic) (escalate.Detector, error) {
	d := &scope{vectors: v}
	if v.stack != nil {
		return nil, fmt.Errorf("detect: topics: tuned layers do not compare texts; give vectors of the encoder")
	}
	for _, t := range topics {
		for i, x := range t.Examples {
			e, err := v.Embed(x)
			if err != nil {
				return nil, fmt.Errorf("detect: topic %q: example %d: %w", t.Name, i, err)
			}
			d.examples = append(d.examples, e.Vector)
		}
	}
	if len(d.examples) < minExamples {
		return nil, fmt.Errorf("detect: topics: %d examples, want %d or more", len(d.examples), minExamples)
	}
	var sum, squares float64
	for i, x := range d.examples {
		s := d.nearest(x, i)
		sum, squares = sum+s, squares+float64(s*s)
	}
	n := float64(len(d.examples))
	d.mean = sum / n
	d.spread = math.Max(0.05, math.Sqrt(math.Max(0, squares/n-float64(d.mean*d.mean))))
	return d, nil
}

type scope struct {
	vectors      *Vectors
	examples     [][]float32
	mean, spread float64 // of the examples' likeness to their nearest neighbour
}

func (d *scope) Info() escalate.Info {
	return escalate.Info{Name: "out-of-scope", Version: 1, Kinds: []escalate.Kind{escalate.ComplexityOutOfScope},
		Doc: "Reports questions outside the topics that the host listed. A bot that answers them makes things up."}
}

func (d *scope) Detect(ctx context.Context, p *escalate.Pass) error {
	t, err := Text.Of(ctx, p)
	if err != nil {
		return err
	}
	if length(t) < scopeWords {
		return nil
	}
	e, err := d.vectors.Of(ctx, p)
	if err != nil {
		return err
	}
	z := (d.mean - d.nearest(e.Vector, -1)) / d.spread
	p.Report(escalate.Signal{Kind: escalate.ComplexityOutOfScope, Score: escalate.Score(1 / (1 + math.Exp(-scopeSlope*(z-scopeShift))))})
	return nil
}

// length returns how many words a text has; in scripts without spaces two
// characters are about a word.
func length(t *text.Text) float64 {
	n := 0.0
	for i := range t.Words() {
		if w := &t.Words()[i]; w.Kind == text.Letters {
			if n++; w.Script.Spaceless() {
				n -= 0.5
			}
		}
	}
	return n
}

// nearest returns the greatest likeness of v to an example other than skip.
func (d *scope) nearest(v []float32, skip int) float64 {
	best := -1.0
	for i, x := range d.examples {
		if i == skip {
			continue
		}
		s := 0.0
		for j, a := range v {
			s += float64(float64(a) * float64(x[j]))
		}
		best = max(best, s)
	}
	return best
}
