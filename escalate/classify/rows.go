package classify

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// row is an example as numbers.
type row struct {
	grams []uint32
	value float32 // of each gram
	dense []float32
	y     []float32 // 1, 0, or -1 where the example does not decide
	w     float32
}

// maxWeight and maxValue keep training within the numbers of 32 bits.
const (
	maxWeight = 1e6
	maxValue  = 1e6 // of a vector, scaled
)

func (c *Config) rows(examples []Example) ([]row, error) {
	if len(examples) == 0 {
		return nil, errors.New("classify: no examples")
	}
	rows := make([]row, len(examples))
	positives, negatives := make([]int, len(c.Labels)), make([]int, len(c.Labels))
	for i := range examples {
		r, err := c.row(&examples[i])
		if err != nil {
			return nil, fmt.Errorf("classify: example %d: %w", i, err)
		}
		for k, y := range r.y {
			switch y {
			case 1:
				positives[k]++
			case 0:
				negatives[k]++
			}
		}
		rows[i] = r
	}
	var errs []error
	for k, l := range c.Labels {
		if positives[k] == 0 {
			errs = append(errs, fmt.Errorf("classify: label %q: no example has it", l))
		}
		if negatives[k] == 0 {
			errs = append(errs, fmt.Errorf("classify: label %q: no example is known to be without it", l))
		}
	}
	return rows, errors.Join(errs...)
}

func (c *Config) row(e *Example) (row, error) {
	r := row{w: 1}
	if c.Dim > 0 && e.Vector != nil && len(e.Vector) != c.Dim {
		return r, fmt.Errorf("vector of %d values, want %d", len(e.Vector), c.Dim)
	}
	for j, x := range e.Vector[:min(len(e.Vector), c.Dim)] {
		if !(math.Abs(float64(x)*c.Scale) <= maxValue) { // false for NaN
			return r, fmt.Errorf("vector: value %d is %v, want at most %v at scale %v", j, x, maxValue, c.Scale)
		}
	}
	if !(e.Weight >= 0 && e.Weight <= maxWeight) {
		return r, fmt.Errorf("weight %v outside [0,%v]", e.Weight, maxWeight)
	}
	if e.Weight > 0 {
		r.w = float32(e.Weight)
	}
	if c.Buckets > 0 {
		if e.Text == nil {
			return r, errors.New("no text for its n-grams")
		}
		gs := grams(nil, e.Text, c.Buckets)
		for _, g := range gs {
			r.grams = append(r.grams, g.bucket)
		}
		r.value = gramValue(len(gs))
	}
	r.dense = c.dense(nil, &e.Input)
	var err error
	r.y, err = c.truth(e)
	return r, err
}

// truth returns the labels of an example as numbers.
func (c *Config) truth(e *Example) ([]float32, error) {
	y := make([]float32, len(c.Labels))
	if e.Known != nil {
		for k := range y {
			y[k] = -1
		}
	}
	set := func(labels []string, v float32) error {
		for _, l := range labels {
			k := slices.Index(c.Labels, l)
			if k < 0 {
				return fmt.Errorf("unknown label %q", l)
			}
			y[k] = v
		}
		return nil
	}
	if err := set(e.Known, 0); err != nil {
		return nil, err
	}
	return y, set(e.Labels, 1)
}
