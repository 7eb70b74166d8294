package classify

import (
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// Input is a text as a model sees it. What the model was not trained with is
// ignored, and what is missing counts as absent.
type Input struct {
	// Text is needed for n-grams and for explanations.
	Text *text.Text
	// Hits are the phrases found in the text.
	Hits []phrase.Match
	// Vector is the text's dense features, such as the encoder's vector or the
	// outputs of other models. Its length is Config.Dim, or it is nil. A value
	// that is not finite counts as 0; to learn from it is an error.
	Vector []float32
}

// Example is a labelled input.
type Example struct {
	Input
	// Labels are those that hold.
	Labels []string
	// Known are the labels that this example decides beside Labels, which it
	// always does: those of Known that are not in Labels do not hold. Nil means
	// all; empty, but not nil, means none. A set that was labelled for one thing
	// says nothing of the others.
	Known []string
	// Weight is how much the example counts, up to 1e6; 0 means 1.
	Weight float64
	// Group names what belongs together: an author, a source. Calibration never
	// learns and judges on one group. An example with "" is a group of its own.
	Group string
}
