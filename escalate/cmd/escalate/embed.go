package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

var embedCommand = command{
	name: "embed",
	args: "[-depth N] [FILE...]",
	does: "read texts, write their vectors",
	setup: func(fs *flag.FlagSet) func() (lineFunc, error) {
		depth := fs.Int("depth", -1, "how many `layers` to pass; -1 for all")
		return func() (lineFunc, error) {
			m, err := layers.Model()
			if err != nil {
				return nil, err
			}
			d := *depth
			if d == -1 {
				d = m.Layers()
			}
			if !slices.Contains(m.Depths(), d) {
				return nil, fmt.Errorf("no vectors at depth %d (have %v)", d, m.Depths())
			}
			return (&embedder{m, d}).line, nil
		}
	},
}

type embedder struct {
	model *encoder.Model
	depth int
}

func (e *embedder) line(_ context.Context, line []byte) (any, error) {
	var in struct {
		ID   string  `json:"id"`
		Text *string `json:"text"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	if in.Text == nil {
		return nil, errors.New("text is missing")
	}
	v, err := e.model.Encode(nil, *in.Text, e.depth)
	if err != nil {
		return nil, err
	}
	return struct {
		ID     string    `json:"id"`
		Vector []float32 `json:"vector"`
	}{in.ID, v}, nil
}
