package detect

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// Calibrated is a [Scorer] of tuned layers and phrases. The score of a kind is
// a logistic regression on the output of that name and on how surely a phrase
// means it: what people say in set ways a corpus that seeks variety has too
// little of, and outputs alone are surer of themselves than they are right.
type Calibrated struct {
	vectors   *Vectors
	phrases   *Phrases
	languages []string
	kinds     []calibration
	trust
	scores *escalate.Resource[map[escalate.Kind]escalate.Signal]
}

var _ Scorer = (*Calibrated)(nil)

// calibration is what makes a probability for a kind.
type calibration struct {
	kind                 escalate.Kind
	output               int
	shift, slope, phrase float64
}

// explained is the score from which a scorer points at words. Below it no
// policy acts, and finding them would be work for nothing.
const explained = 0.2

// NewCalibrated returns a scorer in languages, as BCP 47 tags, nil for all.
// weights is a file of detect/internal/learn: a line a kind, with its shift,
// the slope on the output and that on the phrases; lines that begin with # are
// comments. The error names the line that does not fit v.
func NewCalibrated(v *Vectors, ph *Phrases, weights string, languages []string) (*Calibrated, error) {
	c := &Calibrated{vectors: v, phrases: ph, languages: languages}
	outputs := map[string]int{}
	for i, name := range v.Outputs() {
		outputs[name] = i
	}
	for n, line := range strings.Split(strings.TrimSuffix(weights, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 4 {
			return nil, fmt.Errorf("detect: weights: line %d: %d fields, want a kind and three numbers", n+1, len(f))
		}
		x := calibration{kind: escalate.Kind(f[0])}
		var ok bool
		if x.output, ok = outputs[f[0]]; !ok || !x.kind.Valid() {
			return nil, fmt.Errorf("detect: weights: line %d: the layers have no output %q", n+1, f[0])
		}
		for i, to := range []*float64{&x.shift, &x.slope, &x.phrase} {
			w, err := strconv.ParseFloat(f[i+1], 64)
			if err != nil || math.IsNaN(w) || math.IsInf(w, 0) || i > 0 && w < 0 {
				return nil, fmt.Errorf("detect: weights: line %d: %q is no weight", n+1, f[i+1])
			}
			*to = w
		}
		c.kinds = append(c.kinds, x)
	}
	if len(c.kinds) == 0 {
		return nil, errors.New("detect: weights: no kind")
	}
	c.scores = escalate.NewResource("messages", c.compute)
	return c, nil
}

// Languages implements [Scorer].
func (c *Calibrated) Languages() []string { return c.languages }

// Scores implements [Scorer].
func (c *Calibrated) Scores(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
	return c.scores.Of(ctx, p)
}

func (c *Calibrated) compute(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
	t, err := Text.Of(ctx, p)
	if err != nil {
		return nil, err
	}
	if !says(t) {
		return nil, nil // nothing was said: a prior is no finding
	}
	hits, err := c.phrases.Matches(ctx, p)
	if err != nil {
		return nil, err
	}
	e, err := c.vectors.Of(ctx, p)
	if err != nil {
		return nil, err
	}
	out := make(map[escalate.Kind]escalate.Signal, len(c.kinds))
	for _, k := range c.kinds {
		z := k.shift + float64(k.slope*float64(e.Vector[k.output])) + float64(k.phrase*Sure(hits, string(k.kind)))
		sig := escalate.Signal{Kind: k.kind, Score: escalate.Score(sigmoid(z))}
		sig.Score = max(sig.Score, c.trust.least(hits, k.kind))
		if sig.Score >= explained {
			sig.Evidence = c.explain(p, t, hits, e, k)
		}
		out[k.kind] = sig
	}
	return out, nil
}

// explain returns the words that carry a kind: a phrase of it if one was found
// and meant, and the stretch that adds most to the output.
func (c *Calibrated) explain(p *escalate.Pass, t *text.Text, hits []phrase.Match, e *Embedding, k calibration) []escalate.Evidence {
	var out []escalate.Evidence
	if m, ok := strongest(hits, string(k.kind)); ok {
		out = append(out, escalate.Evidence{Turn: p.Index(), Start: m.Start, End: m.End})
	}
	if start, end, ok := classify.Stretch(t, e.outputContributions(k.output)); ok && (len(out) == 0 || start >= out[0].End || end <= out[0].Start) {
		out = append(out, escalate.Evidence{Turn: p.Index(), Start: start, End: end})
	}
	return out
}

// Sure is [Meant] where it is even or more, else 0: words that are said in
// ordinary messages too ("refund") tell the layers nothing new.
func Sure(hits []phrase.Match, group string) float64 {
	if p := Meant(hits, group); p >= 0.5 {
		return p
	}
	return 0
}

// Meant returns the probability that one of a group's phrases is meant, each
// with the weight that the lexicon gives it, as if they were independent; 0
// where there is none.
func Meant(hits []phrase.Match, group string) float64 {
	p := 1.0
	for i := range hits {
		if h := &hits[i]; h.Group == group && h.Scope == 0 {
			p *= 1 - h.Weight
		}
	}
	return 1 - p
}
