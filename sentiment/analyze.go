package sentiment

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
)

// Emotions are the probabilities of the four emotions in a message, each in
// [0, 1] and independent of the others.
type Emotions struct {
	Anger, Frustration, Anxiety, Sadness escalate.Score
}

// Strongest returns the most probable emotion and its probability; of equals,
// the first in the order of the fields.
func (e Emotions) Strongest() (escalate.Kind, escalate.Score) {
	kind, score := escalate.EmotionAnger, e.Anger
	for _, x := range []struct {
		k escalate.Kind
		s escalate.Score
	}{{escalate.EmotionFrustration, e.Frustration}, {escalate.EmotionAnxiety, e.Anxiety}, {escalate.EmotionSadness, e.Sadness}} {
		if x.s > score {
			kind, score = x.k, x.s
		}
	}
	return kind, score
}

// An Analyzer judges single messages, for hosts that want the emotion and no
// decision. It is immutable and safe for concurrent use.
type Analyzer struct{ engine *escalate.Engine }

// NewAnalyzer returns an analyzer by the scorer s: detect.NewClassifier makes
// one of a model, detect.NewPhrases one of a lexicon.
func NewAnalyzer(s detect.Scorer) (*Analyzer, error) {
	e, err := escalate.New(quiet{}, escalate.WithDetectors(Detectors(s)...))
	if err != nil {
		return nil, err
	}
	return &Analyzer{e}, nil
}

// Analyze returns the emotions in a customer's message. The error joins those
// of the detectors.
func (a *Analyzer) Analyze(ctx context.Context, message string) (Emotions, error) {
	d, err := a.engine.Evaluate(ctx, escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: message}}})
	if err != nil {
		return Emotions{}, err
	}
	return Emotions{Anger: d.Signals[escalate.EmotionAnger], Frustration: d.Signals[escalate.EmotionFrustration],
		Anxiety: d.Signals[escalate.EmotionAnxiety], Sadness: d.Signals[escalate.EmotionSadness]}, d.Err()
}

// quiet is a policy that does nothing: only the signals matter.
type quiet struct{}

func (quiet) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "quiet"} }
func (quiet) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }
