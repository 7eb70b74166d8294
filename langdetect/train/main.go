// Command train makes the weights of package langdetect, and measures them. Its
// arguments are files of texts: JSON Lines with text, lang and source;
// label, source and text between tabs; or messages one a line in LABEL.txt. It
// draws from one seeded source of randomness on one core: the same files, in
// the same order, give the same weights. See the documentation of langdetect
// for the commands, and data/README.md for the texts.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

var quiet = flag.Bool("q", false, "say nothing")
var verbose = flag.Bool("v", false, "with -spans, print the spans")
var begin = time.Now()

func logf(format string, a ...any) {
	if !*quiet {
		fmt.Fprintf(os.Stderr, "%6.1fs "+format+"\n", append([]any{time.Since(begin).Seconds()}, a...)...)
	}
}

func main() {
	out := flag.String("o", "", "file to write the weights to")
	exclude := flag.String("exclude", "", "sources to leave out, by prefix, separated by commas")
	lang := flag.String("without", "", "labels to leave out, separated by commas")
	budget := flag.Int("bytes", 3_600_000, "bytes for the table")
	epochs := flag.Int("epochs", 6, "passes over the drawn pieces")
	weights := flag.String("signals", "", "weights to judge the texts of one file with, in place of training")
	head := flag.Bool("head", true, "train the head, which takes three more tables")
	switches := flag.String("spans", "", "weights to look for changes of language with in the texts of one file, in place of training")
	flag.Parse()
	if *switches != "" {
		if err := spans(*switches, flag.Arg(0)); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if *weights != "" {
		if err := signals(*weights, flag.Arg(0)); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	rs, err := load(flag.Args(), append(strings.Split(*exclude, ","), shareAlike...))
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
	m, fs := train(rs, strings.Split(*lang, ","), *budget, *epochs)
	if *head {
		fitHead(m, rs, strings.Split(*lang, ","), *budget, *epochs)
	}
	b := m.Append(nil, fs)
	logf("%d labels, %d features, %d bytes", len(m.Labels), len(fs), len(b))
	if *out != "" {
		if err := os.WriteFile(*out, b, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
	}
}

func train(rs []record, without []string, budget, epochs int) (*ngram.Model, []ngram.Feature) {
	drop := map[string]bool{}
	for _, l := range without {
		drop[l] = true
	}
	kept := rs[:0:0]
	for _, r := range rs {
		if !drop[r.label] {
			kept = append(kept, r)
		}
	}
	gs := groups(kept, 600)
	served := make([]bool, len(gs))
	for i, g := range gs {
		served[i] = isServed(g.label)
	}
	tb := newTable(gs, served, budget)
	logf("table: %d labels, %d features, %d entries", len(gs), len(tb.hash), len(tb.label))
	tb.fit(epochs, 900, 300, rand.New(rand.NewPCG(1, 2)))
	return tb.model()
}

// isServed mirrors langdetect.DefaultServed for labels.
func isServed(l string) bool {
	l, _ = strings.CutSuffix(l, "-Latn")
	return strings.Contains(servedLabels, " "+l+" ")
}

const servedLabels = " eng zho yue spa fra deu por ita nld rus jpn kor ara ary arq arz tur pol vie tha ind hin ces swe dan nob nno fin ell heb hun ron ukr bul slk hrv bos srp slv lit lav est cat msa fas ben tam tel mar urd guj kan mal pan tgl "
