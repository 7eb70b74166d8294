// Command learn trains the models of messages: n-grams, phrases and, with
// -depth, the encoder's vectors.
//
//	go run ./escalate/detect/internal/learn -out FILE [-depth 12] [-buckets 65536] [-plain FILE.jsonl]... [-without BATCHES] [-signals FILE.jsonl]... [-test FILE.jsonl]...
//
// -without leaves batches of the corpus out and scores on them; -signals adds
// labelled messages to the corpus, -test scores on them. Scores are at
// threshold 0.5.
//
// With -tuned it learns instead what makes probabilities of the outputs of tuned
// layers and of phrases (detect.Calibrated), on the files of -signals and the
// batches "scale" of the corpus, which the layers have not seen, and on the
// labelled turns of corpus/dialogue, whose words are in the folder of -dialogue;
// it scores each by what it learns from the others.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// plainWeight is what a plain message counts beside one of the corpus.
const plainWeight = 0.2

func main() {
	log.SetFlags(0)
	lexicon := flag.String("lexicon", "escalate/detect/lexicon", "folder of lexicons")
	corpus := flag.String("corpus", "escalate/detect/corpus", "folder of labelled messages")
	out := flag.String("out", "", "file to write the model to")
	without := flag.String("without", labelled.Kept, "batches left out and scored on, comma-separated")
	buckets := flag.Int("buckets", 1<<16, "n-gram buckets")
	epochs := flag.Int("epochs", 20, "passes over the examples")
	l2 := flag.Float64("l2", 0, "ridge; 0 is the default of package classify")
	ridge := flag.Float64("ridge", 0, "ridge of a model without n-grams; 0 is the default of package classify")
	depth := flag.Int("depth", -1, "the encoder's depth; -1 for no vector")
	cache := flag.String("cache", "", "file that keeps vectors from run to run")
	none := flag.Float64("none", 1, "what a message without a signal counts")
	tuned := flag.String("tuned", "", "folder with tuned.stack and tuned.head")
	dialogue := flag.String("dialogue", "", "folder of the conversations whose turns corpus/dialogue labels")
	real := flag.Float64("real", 1, "what a turn of -dialogue counts")
	every := flag.Int("every", 1, "of the plain messages, every so many-th is taken")
	var plain, signals, tests []string
	list := func(to *[]string) func(string) error {
		return func(s string) error { *to = append(*to, s); return nil }
	}
	flag.Func("plain", "file of plain service messages", list(&plain))
	flag.Func("signals", "file of labelled messages to learn from too", list(&signals))
	flag.Func("test", "file of labelled messages to score on", list(&tests))
	flag.Parse()
	t := trainer{config: classify.Config{Labels: labelled.Kinds, Buckets: *buckets, Epochs: *epochs, L2: *l2, Ridge: *ridge}, every: *every, none: *none}
	if *tuned != "" {
		if err := calibrate(*tuned, *lexicon, *corpus, *dialogue, signals, *none, *real, *out); err != nil {
			log.Fatal("learn: ", err)
		}
		return
	}
	if *depth >= 0 {
		if err := t.encode(*depth, *cache); err != nil {
			log.Fatal("learn: ", err)
		}
	}
	if err := t.run(*lexicon, *corpus, strings.Split(*without, ","), plain, signals, tests, *out); err != nil {
		log.Fatal("learn: ", err)
	}
}

type trainer struct {
	config  classify.Config
	phrases *detect.Phrases
	every   int
	none    float64
	vectors *vectors // nil without
}

func (t *trainer) run(lexicon, corpus string, without, plain, signals, tests []string, out string) (err error) {
	l, err := phrase.Load(os.DirFS(lexicon), "*.txt")
	if err != nil {
		return err
	}
	t.phrases = detect.NewPhrases(l)
	for _, g := range l.Groups() {
		if slices.Contains(labelled.Kinds, g) {
			t.config.Groups = append(t.config.Groups, g)
		}
	}
	if t.vectors != nil {
		defer t.vectors.keep()
	}
	var ms []labelled.Message
	if corpus != "" {
		if ms, err = labelled.Corpus(corpus); err != nil {
			return err
		}
	}
	var train []classify.Example
	var kept []labelled.Message
	for _, m := range ms {
		if slices.Contains(without, m.Batch) {
			kept = append(kept, m)
		} else {
			train = append(train, t.example(m))
		}
	}
	for _, f := range signals {
		more, err := labelled.Signals(f)
		if err != nil {
			return err
		}
		for _, m := range more {
			train = append(train, t.example(m))
		}
	}
	for _, f := range plain {
		more, err := labelled.Plain(f)
		if err != nil {
			return err
		}
		for i, m := range more {
			if i%t.every != 0 {
				continue
			}
			e := t.example(m)
			e.Weight, e.Group = plainWeight, ""
			train = append(train, e)
		}
	}
	m, err := classify.Train(t.config, train)
	if err != nil {
		return err
	}
	fmt.Printf("%d examples\n", len(train))
	if len(kept) > 0 {
		t.score("kept out", m, kept)
	}
	for _, f := range tests {
		ms, err := labelled.Signals(f)
		if err != nil {
			return err
		}
		t.score(f, m, ms)
	}
	if out == "" {
		return nil
	}
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	return os.WriteFile(out, b, 0o644)
}

func (t *trainer) example(m labelled.Message) classify.Example {
	e := classify.Example{Input: t.input(m.Text, m.Lang), Labels: m.Labels, Known: m.Known, Group: m.Lang + " " + m.Batch}
	if len(m.Labels) == 0 {
		e.Weight = t.none
	}
	return e
}

func (t *trainer) input(s, lang string) classify.Input {
	x := text.New(s)
	in := classify.Input{Text: x, Hits: t.phrases.Find(x, lang)}
	if t.vectors != nil {
		in.Vector = t.vectors.of(s)
	}
	return in
}

// score prints how well a model does on messages.
func (t *trainer) score(name string, m *classify.Model, ms []labelled.Message) {
	scores := make([][]float64, len(ms))
	for i, x := range ms {
		in := t.input(x.Text, x.Lang)
		scores[i] = m.Score(nil, &in)
	}
	report(name, ms, scores)
}

// report prints F1 by label at 0.5, their mean, how many messages without a
// label were given one, and how far scores are from shares.
func report(name string, ms []labelled.Message, scores [][]float64) {
	tp, fp, fn := make([]float64, len(labelled.Kinds)), make([]float64, len(labelled.Kinds)), make([]float64, len(labelled.Kinds))
	none, alarms := 0, 0
	var sums, trues [10]float64
	for i, x := range ms {
		raised := false
		for k, p := range scores[i] {
			hit, is := p >= 0.5, slices.Contains(x.Labels, labelled.Kinds[k])
			raised = raised || hit
			switch {
			case hit && is:
				tp[k]++
			case hit:
				fp[k]++
			case is:
				fn[k]++
			}
			b := min(9, int(p*10))
			sums[b] += p
			if is {
				trues[b]++
			}
		}
		if len(x.Labels) == 0 {
			none++
			if raised {
				alarms++
			}
		}
	}
	off := 0.0
	for b := range sums {
		off += math.Abs(sums[b] - trues[b])
	}
	fmt.Printf("%s: %d messages, false alarms %.3f of %d, calibration error %.4f", name, len(ms), float64(alarms)/float64(max(none, 1)), none,
		off/float64(max(1, len(ms)*len(labelled.Kinds))))
	sum, n := 0.0, 0
	var parts []string
	for k, l := range labelled.Kinds {
		if tp[k]+fn[k] == 0 {
			continue
		}
		f := 2 * tp[k] / max(1, 2*tp[k]+fp[k]+fn[k])
		sum, n = sum+f, n+1
		parts = append(parts, fmt.Sprintf("%s %.2f", l[strings.IndexByte(l, '.')+1:], f))
	}
	fmt.Printf(", macro-F1 %.3f\n  %s\n", sum/float64(max(n, 1)), strings.Join(parts, ", "))
}
