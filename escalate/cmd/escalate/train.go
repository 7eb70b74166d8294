package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

var trainCommand = command{
	name: "train",
	args: "[-depth N] [-out FILE] [FILE...]",
	does: "read labelled texts, write a model for classify.LoadTexts and say how good it is",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		t := trainer{}
		fs.IntVar(&t.depth, "depth", -1, "how many `layers` of the encoder to use; -1 for all")
		fs.StringVar(&t.out, "out", "texts.model", "the `file` to write")
		return func(ctx context.Context, args []string, std stdio) (int, error) {
			pump := newPump(ctx, std.err, func(_ context.Context, j *job) (any, error) { return labelledText(j.data) })
			pump.sink = func(v any) error {
				e, ok := v.(classify.TextExample)
				if !ok {
					return fmt.Errorf("unexpected %T", v)
				}
				t.examples = append(t.examples, e)
				return nil
			}
			if err := pump.files(args, std.in); err != nil || !pump.ok {
				return 1, err // half of the examples would be another model
			}
			return 0, t.train(std.out)
		}
	},
}

// labelledText reads a line. Labels may be empty, but not missing: a text that
// nobody has labelled is no example of one without labels.
func labelledText(line []byte) (classify.TextExample, error) {
	var in struct {
		classify.TextExample
		Text   *string   `json:"text"`
		Labels *[]string `json:"labels"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return in.TextExample, err
	}
	if in.Text == nil || in.Labels == nil {
		return in.TextExample, errors.New("text or labels are missing")
	}
	in.TextExample.Text, in.TextExample.Labels = *in.Text, *in.Labels
	return in.TextExample, nil
}

type trainer struct {
	depth    int
	out      string
	examples []classify.TextExample
}

func (t *trainer) train(w io.Writer) error {
	enc, err := layers.Model()
	if err != nil {
		return err
	}
	if t.depth == -1 {
		t.depth = enc.Layers()
	}
	c, examples, err := classify.EmbedTexts(enc, t.depth, t.examples)
	if err != nil {
		return err
	}
	m, err := classify.Train(c, examples)
	if err != nil {
		return err
	}
	unseen, err := classify.Unseen(c, examples)
	if err != nil {
		return err
	}
	texts, err := classify.NewTextModel(enc, t.depth, m)
	if err != nil {
		return err
	}
	b, err := texts.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.out, b, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %d examples, depth %d, %d bytes\n", t.out, len(examples), t.depth, len(b))
	for k, l := range m.Labels() {
		fmt.Fprintf(w, "  %s: %s\n", l, judgement(l, k, examples, unseen))
	}
	return nil
}

// judgement says how a label does, at threshold one half, on examples that
// were not learnt.
func judgement(label string, k int, examples []classify.Example, unseen [][]float64) string {
	has, found, right := 0, 0, 0
	for i, e := range examples {
		is := slices.Contains(e.Labels, label)
		if is {
			has++
		}
		if unseen[i] == nil {
			return "not judged: all examples are of one group"
		}
		if decided := is || e.Known == nil || slices.Contains(e.Known, label); decided && unseen[i][k] >= 0.5 {
			found++
			if is {
				right++
			}
		}
	}
	return fmt.Sprintf("of %d found %d when not learnt, and %d more that are none", has, right, found-right)
}
