package classify

// FoldsOf is foldsOf, for tests.
func FoldsOf(examples []Example, n int) (fold []int, parts int) { return foldsOf(examples, n) }

// Seal appends the checksum that a model's bytes end in.
func Seal(b []byte) []byte { return seal(b) }

// Exact returns the logits of a model of c before its weights are rounded.
func Exact(c Config, examples []Example, in *Input) ([]float32, error) {
	c = c.withDefaults()
	rows, err := c.rows(examples)
	if err != nil {
		return nil, err
	}
	gs := grams(nil, in.Text, c.Buckets)
	r := row{value: gramValue(len(gs)), dense: c.dense(nil, in)}
	for _, g := range gs {
		r.grams = append(r.grams, g.bucket)
	}
	return fit(&c, rows).logits(make([]float32, len(c.Labels)), &r), nil
}

// Calibrated turns a logit of label k into its score.
func (m *Model) Calibrated(k int, logit float64) float64 { return m.platt[k].apply(logit) }
