package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/go-handoff/handoff/langdetect"
)

// signals writes what an identifier with the weights of a file says of each
// text of gold, in the form that score_lang.py reads.
func signals(weights, gold string, opts ...langdetect.Option) error {
	b, err := os.ReadFile(weights)
	if err != nil {
		return err
	}
	d, err := langdetect.New(append(opts, langdetect.WithWeights(b))...)
	if err != nil {
		return err
	}
	f, err := os.Open(gold)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	enc := json.NewEncoder(w)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	type language struct {
		ISO639_3    string  `json:"iso639_3"`
		Confidence  float64 `json:"confidence"`
		LowResource bool    `json:"low_resource"`
	}
	for sc.Scan() {
		var in struct{ ID, Text string }
		if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
			return err
		}
		r := d.Detect(in.Text)
		err := enc.Encode(map[string]any{"id": in.ID, "language": language{r.ISO639_3, r.Confidence, r.LowResource >= 0.5},
			"signals": map[string]float64{"language.low_resource": r.LowResource}})
		if err != nil {
			return err
		}
	}
	return sc.Err()
}
