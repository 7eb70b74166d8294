// Command weigh sets the weights of lexicon patterns from labelled messages.
//
//	go run ./escalate/detect/internal/weigh -report
//	go run ./escalate/detect/internal/weigh -lexicon escalate/detect/lexicon -corpus escalate/detect/corpus [-plain FILE.jsonl]... [-without BATCHES]
//
// A pattern's weight is the share of the messages in which it stands, meant as
// it says, that carry its signal, drawn towards the share of all patterns of
// its signal and strength: (hits that carry + n·share) / (hits + n), n = 4. The
// weight is written behind the pattern in braces; patterns that were never
// found keep what their section says, drawn in the same way. -plain names files
// of service messages ({"text","labels"}) whose records without labels ask for
// nobody and show no emotion; they count for those signals only.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// draw is how many hits the share of a pattern's section counts for.
const draw = 4

// plainWeight is what a plain message counts beside one of the corpus. There are
// a hundred times as many, and at full weight they would say how rare signals
// are in banking questions and not what a phrase means.
const plainWeight = 0.02

func main() {
	log.SetFlags(0)
	lexicon := flag.String("lexicon", "escalate/detect/lexicon", "folder of lexicons, rewritten")
	corpus := flag.String("corpus", "escalate/detect/corpus", "folder of labelled messages")
	without := flag.String("without", "", "batches left out, comma-separated")
	report := flag.Bool("report", false, "only say how often phrases of each kind that are sure of it (0.8 or more together) are right")
	var plain []string
	flag.Func("plain", "file of plain service messages", func(s string) error { plain = append(plain, s); return nil })
	flag.Parse()
	if *report {
		if err := reportSure(*lexicon, *corpus); err != nil {
			log.Fatal("weigh: ", err)
		}
		return
	}
	if err := run(*lexicon, *corpus, strings.Split(*without, ","), plain); err != nil {
		log.Fatal("weigh: ", err)
	}
}

func run(lexicon, corpus string, without, plain []string) error {
	l, err := phrase.Load(os.DirFS(lexicon), "*.txt")
	if err != nil {
		return err
	}
	ms, err := labelled.Corpus(corpus)
	if err != nil {
		return err
	}
	ms = slices.DeleteFunc(ms, func(m labelled.Message) bool { return slices.Contains(without, m.Batch) })
	for _, f := range plain {
		more, err := labelled.Plain(f)
		if err != nil {
			return err
		}
		ms = append(ms, more...)
	}
	found := map[*phrase.Pattern]*count{}
	shares := map[string]*count{} // by signal and strength
	var buf []phrase.Match
	for _, m := range ms {
		buf = l.Match(buf[:0], text.New(m.Text))
		weight := 1.0
		if m.Known != nil {
			weight = plainWeight
		}
		for _, x := range buf {
			if x.Scope != 0 || !strings.Contains(x.Group, ".") || m.Known != nil && !slices.Contains(m.Known, x.Group) || !escalate.Kind(x.Group).Valid() || unlabelled(x.Group) {
				continue
			}
			for _, c := range []*count{at(found, x.Pattern), at(shares, class(x.Pattern))} {
				c.hits += weight
				if slices.Contains(m.Labels, x.Group) {
					c.right += weight
				}
			}
		}
	}
	return rewrite(lexicon, found, shares)
}

// reportSure prints, for each kind, how many of the messages in which its
// phrases are sure of it carry it. Languages without a lexicon have few.
func reportSure(lexicon, corpus string) error {
	l, err := phrase.Load(os.DirFS(lexicon), "*.txt")
	if err != nil {
		return err
	}
	ms, err := labelled.Corpus(corpus)
	if err != nil {
		return err
	}
	sure := map[string]*count{}
	var buf []phrase.Match
	for _, m := range ms {
		buf = l.Match(buf[:0], text.New(m.Text))
		not := map[string]float64{}
		for _, x := range buf {
			if x.Scope == 0 && slices.Contains(labelled.Kinds, x.Group) {
				if _, ok := not[x.Group]; !ok {
					not[x.Group] = 1
				}
				not[x.Group] *= 1 - x.Weight
			}
		}
		for k, p := range not {
			if 1-p >= 0.8 {
				c := at(sure, k)
				c.hits++
				if slices.Contains(m.Labels, k) {
					c.right++
				}
			}
		}
	}
	for _, k := range labelled.Kinds {
		if c := sure[k]; c != nil {
			fmt.Printf("%-22s %.2f of %.0f\n", k, c.right/c.hits, c.hits)
		}
	}
	return nil
}

// unlabelled groups are those that no corpus labels: acts and the bot's words.
func unlabelled(group string) bool {
	return strings.HasPrefix(group, "act.") || group == "bot.fallback" || group == "bot.misread"
}

type count struct{ hits, right float64 }

func at[K comparable](m map[K]*count, k K) *count {
	if m[k] == nil {
		m[k] = &count{}
	}
	return m[k]
}

// class is what patterns share their experience by.
func class(p *phrase.Pattern) string { return fmt.Sprintf("%s %.2f", p.Group, p.Weight) }

// rewrite puts the weights behind the patterns.
func rewrite(dir string, found map[*phrase.Pattern]*count, shares map[string]*count) error {
	type place struct {
		file string
		line int
	}
	weights := map[place]float64{}
	for p, c := range found {
		s := shares[class(p)]
		prior := (s.right + 2*p.Weight) / (s.hits + 2)
		weights[place{filepath.Base(p.File), p.Line}] = math.Min(0.97, (c.right+draw*prior)/(c.hits+draw))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	changed := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		lines := strings.Split(string(data), "\n")
		for i := range lines {
			w, ok := weights[place{filepath.Base(f), i + 1}]
			if !ok || strings.Contains(lines[i], ";") {
				continue
			}
			body, comment, _ := strings.Cut(lines[i], "    #")
			if at := strings.LastIndex(body, " {"); at >= 0 {
				body = body[:at]
			}
			lines[i] = fmt.Sprintf("%s {%.2f}", strings.TrimRight(body, " "), w)
			if comment != "" {
				lines[i] += "    #" + comment
			}
			changed++
		}
		if err := os.WriteFile(f, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d patterns weighed\n", changed)
	return nil
}
