package classify

import (
	"errors"
	"fmt"
	"slices"
)

// Config says what a model is made of. The zero value is not valid: it has no
// labels.
type Config struct {
	// Labels are what the model tells apart, independently of each other.
	Labels []string
	// Buckets is the number of hashed n-gram features, a power of two up to
	// 1<<20; 0 for none. 1<<16 are 1 MB for 16 labels.
	Buckets int
	// Groups are the phrase groups that are features, each once meant as it
	// says and once scoped away; nil for none.
	Groups []string
	// Dim is the length of Input.Vector; 0 for none.
	Dim int
	// Scale multiplies Input.Vector; 0 means 1. Values around 1 learn best: 20
	// for the encoder's vectors, whose 384 values have length 1.
	Scale float64
	// Epochs are passes over the examples of a model with n-grams; 0 means 20.
	Epochs int
	// L2 draws the weights of a model with n-grams to zero, per example; 0 means
	// 1e-5, negative none.
	L2 float64
	// Ridge draws the weights of a model without n-grams to zero, in all and not
	// per example; 0 means 400, which at Scale 20 is the usual ridge of 1 on
	// vectors of length 1.
	Ridge float64
	// Hidden is the number of hidden units, at most 256, of a model without
	// n-grams; 0 for none. The package says what they bring.
	Hidden int
	// Folds is how many parts calibration is made of, whole groups each, fewer
	// where there are fewer groups; 0 means 5. 1 calibrates on what was learnt,
	// which promises too much.
	Folds int
}

// They bound memory: of training, 2 x 4 bytes a bucket and label; of a model that
// is read, before it is.
const (
	maxBuckets = 1 << 20
	maxLabels  = 256
	maxDim     = 1 << 16
	maxGroups  = 1 << 12
	maxHidden  = 256
)

func (c *Config) check() error {
	var errs []error
	if len(c.Labels) == 0 || len(c.Labels) > maxLabels {
		errs = append(errs, fmt.Errorf("classify: %d labels, want 1 to %d", len(c.Labels), maxLabels))
	}
	for i, l := range c.Labels {
		if l == "" || slices.Contains(c.Labels[:i], l) {
			errs = append(errs, fmt.Errorf("classify: label %d: %q is empty or there already", i, l))
		}
	}
	if c.Buckets < 0 || c.Buckets > maxBuckets || c.Buckets&(c.Buckets-1) != 0 {
		errs = append(errs, fmt.Errorf("classify: %d buckets, want a power of two up to %d", c.Buckets, maxBuckets))
	}
	if len(c.Groups) > maxGroups {
		errs = append(errs, fmt.Errorf("classify: %d phrase groups, want at most %d", len(c.Groups), maxGroups))
	}
	for i, g := range c.Groups {
		if g == "" || slices.Contains(c.Groups[:i], g) {
			errs = append(errs, fmt.Errorf("classify: phrase group %d: %q is empty or there already", i, g))
		}
	}
	if c.Dim < 0 || c.Dim > maxDim {
		errs = append(errs, fmt.Errorf("classify: vector of %d values, want 0 to %d", c.Dim, maxDim))
	}
	if c.Hidden < 0 || c.Hidden > maxHidden || c.Hidden > 0 && c.Buckets > 0 {
		errs = append(errs, fmt.Errorf("classify: %d hidden units and %d buckets, want at most %d units, and none beside n-grams", c.Hidden, c.Buckets, maxHidden))
	}
	for _, x := range []struct {
		name string
		v    float64
	}{{"scale", c.Scale}, {"ridge", c.Ridge}, {"epochs", float64(c.Epochs)}, {"folds", float64(c.Folds)}} {
		if !(x.v >= 0 && x.v <= 1e6) { // false for NaN
			errs = append(errs, fmt.Errorf("classify: %s %v outside [0,1e6]", x.name, x.v))
		}
	}
	if !(c.L2 <= 1) {
		errs = append(errs, fmt.Errorf("classify: L2 %v, want at most 1", c.L2))
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
	if c.L2 == 0 {
		c.L2 = 1e-5
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
