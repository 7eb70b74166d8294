package classify

import (
	"errors"
	"fmt"
	"slices"

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
	// outputs of other models. Its length is Config.Dim, or it is nil.
	Vector []float32
}

// Example is a labelled input.
type Example struct {
	Input
	// Labels are those that hold.
	Labels []string
	// Known are the labels that this example decides; nil means all. A set that
	// was labelled for one thing says nothing of the others.
	Known []string
	// Weight is how much the example counts; 0 means 1.
	Weight float64
	// Group names what belongs together - an author, a source. Calibration
	// never learns and judges on one group. "" is a group of its own.
	Group string
}

// Config says what a model is made of. The zero value is not valid: it has no
// labels.
type Config struct {
	// Labels are what the model tells apart, independently of each other.
	Labels []string
	// Buckets is the number of hashed n-gram features, a power of two up to
	// 1<<20; 0 for none. 1<<16 is 1 MB for 16 labels.
	Buckets int
	// Groups are the phrase groups that are features, each once meant as it
	// says and once scoped away; nil for none.
	Groups []string
	// Dim is the length of Input.Vector; 0 for none.
	Dim int
	// Scale multiplies Input.Vector; 0 means 1. Values around 1 learn best: 20
	// for the encoder's vectors of length 1.
	Scale float64
	// Epochs are passes over the examples of a model with n-grams; 0 means 20.
	Epochs int
	// L2 draws the weights of a model with n-grams to zero, per example; 0 means
	// 1e-5, negative none.
	L2 float64
	// Ridge draws the weights of a model without n-grams to zero, in all and not
	// per example; 0 means 400, which suits the encoder's vectors at Scale 20.
	Ridge float64
	// Folds is how many parts calibration is made of, by group; 0 means 5, 1
	// calibrates on the training data itself, for very few examples.
	Folds int
}

// maxBuckets bounds the memory of training: 2 x 4 bytes a bucket and label.
const maxBuckets = 1 << 20

func (c *Config) check() error {
	var errs []error
	if len(c.Labels) == 0 || len(c.Labels) > 256 {
		errs = append(errs, fmt.Errorf("classify: %d labels, want 1 to 256", len(c.Labels)))
	}
	for i, l := range c.Labels {
		if l == "" || slices.Contains(c.Labels[:i], l) {
			errs = append(errs, fmt.Errorf("classify: label %d: %q is empty or there already", i, l))
		}
	}
	if c.Buckets < 0 || c.Buckets > maxBuckets || c.Buckets&(c.Buckets-1) != 0 {
		errs = append(errs, fmt.Errorf("classify: %d buckets, want a power of two up to %d", c.Buckets, maxBuckets))
	}
	if c.Dim < 0 || c.Dim > 1<<16 {
		errs = append(errs, fmt.Errorf("classify: dim %d", c.Dim))
	}
	if c.Buckets == 0 && len(c.Groups) == 0 && c.Dim == 0 {
		errs = append(errs, errors.New("classify: neither n-grams nor phrases nor a vector to learn from"))
	}
	return errors.Join(errs...)
}

func (c Config) withDefaults() Config {
	if c.Scale == 0 {
		c.Scale = 1
	}
	if c.Epochs == 0 {
		c.Epochs = 20
	}
	switch {
	case c.L2 == 0:
		c.L2 = 1e-5
	case c.L2 < 0:
		c.L2 = 0
	}
	if c.Ridge == 0 {
		c.Ridge = 400
	}
	if c.Folds == 0 {
		c.Folds = 5
	}
	return c
}

// width is the number of features behind the n-grams: two a group, and the vector.
func (c *Config) width() int { return 2*len(c.Groups) + c.Dim }
