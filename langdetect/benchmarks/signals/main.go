// Command signals writes what an identifier says of each text of a file, in
// the form that score_lang.py reads:
//
//	go run ./signals -with langdetect+lingua -weights w.bin gold.jsonl > out.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/abadojack/whatlanggo"
	"github.com/pemistahl/lingua-go"

	"github.com/go-handoff/handoff/langdetect"
	second "github.com/go-handoff/handoff/langdetect/lingua"
)

func main() {
	with := flag.String("with", "langdetect", "langdetect, langdetect+lingua, lingua or whatlanggo")
	weights := flag.String("weights", "", "weights in place of the embedded ones")
	flag.Parse()
	if err := run(*with, *weights, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "signals:", err)
		os.Exit(1)
	}
}

// answer is a code, its confidence, and the probability of low-resource.
type answer func(text string) (code string, confidence, low float64)

func pick(with, weights string) (answer, error) {
	var opts []langdetect.Option
	if weights != "" {
		b, err := os.ReadFile(weights)
		if err != nil {
			return nil, err
		}
		opts = append(opts, langdetect.WithWeights(b))
	}
	switch with {
	case "lingua":
		d := lingua.NewLanguageDetectorBuilder().FromAllLanguages().Build()
		return func(s string) (string, float64, float64) {
			v := d.ComputeLanguageConfidenceValues(s)[0]
			return strings.ToLower(v.Language().IsoCode639_3().String()), v.Value(), 0
		}, nil
	case "whatlanggo":
		return func(s string) (string, float64, float64) {
			i := whatlanggo.Detect(s)
			return i.Lang.Iso6393(), i.Confidence, 0
		}, nil
	case "langdetect+lingua":
		o, err := second.New()
		if err != nil {
			return nil, err
		}
		opts = append(opts, langdetect.WithSecondOpinion(o))
	case "langdetect":
	default:
		return nil, fmt.Errorf("-with %q: unknown", with)
	}
	d, err := langdetect.New(opts...)
	if err != nil {
		return nil, err
	}
	return func(s string) (string, float64, float64) {
		r := d.Detect(s)
		return r.ISO639_3, r.Confidence, r.LowResource
	}, nil
}

func run(with, weights, gold string) error {
	ask, err := pick(with, weights)
	if err != nil {
		return err
	}
	f, err := os.Open(gold)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var in struct{ ID, Text string }
		if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
			return err
		}
		code, confidence, low := ask(in.Text)
		if err := enc.Encode(map[string]any{
			"id":       in.ID,
			"language": map[string]any{"iso639_3": code, "confidence": confidence, "low_resource": low >= 0.5},
			"signals":  map[string]float64{"language.low_resource": low},
		}); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return err
	}
	return out.Flush()
}
