// Command quality says how well an engine hears the signals of the messages
// that no model has learnt from, the batches "kept" of the corpus, at threshold
// 0.5 and without a word about the language.
//
//	go run ./escalate/standard/internal/quality [-light] [-grid] [-wrong N] [-batch kept] [-corpus escalate/detect/corpus]
//
// It prints Markdown: a line a language, a line a signal, and with -grid F1 for
// each language and signal. -json prints the figures that .ci/scores holds.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/internal/labelled"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/light"
)

func main() {
	log.SetFlags(0)
	small := flag.Bool("light", false, "the light engine")
	grid := flag.Bool("grid", false, "print F1 for each language and signal")
	batch := flag.String("batch", labelled.Kept, "the batch to score")
	corpus := flag.String("corpus", "escalate/detect/corpus", "folder of labelled messages")
	wrong := flag.Int("wrong", 0, "print so many messages that were misheard")
	figures := flag.Bool("json", false, "print the main figures as JSON")
	flag.Parse()
	engine := standard.New
	if *small {
		engine = light.New
	}
	e, err := engine()
	if err != nil {
		log.Fatal("quality: ", err)
	}
	all, err := labelled.Corpus(*corpus)
	if err != nil {
		log.Fatal("quality: ", err)
	}
	ms := slices.DeleteFunc(all, func(m labelled.Message) bool { return m.Batch != *batch })
	t, err := score(e, ms, *wrong)
	if err != nil {
		log.Fatal("quality: ", err)
	}
	if *figures {
		json.NewEncoder(os.Stdout).Encode(t.figures())
		return
	}
	t.print(*grid)
}

// table counts by language and signal.
type table struct {
	languages []string
	cells     map[string]*[16]cell // by language; "" for all
	none      map[string][2]int    // messages without a signal, and those of them that raised one
	n         map[string]int
	bins      [16][10]bin
}

type cell struct{ tp, fp, fn int }

// bin is a tenth of the range of scores: how many, their sum, how many true,
// and the variance of how many if scores are the probabilities they say.
type bin struct {
	n, sum, is, variance float64
}

func (c cell) precision() float64 { return float64(c.tp) / float64(max(1, c.tp+c.fp)) }
func (c cell) recall() float64    { return float64(c.tp) / float64(max(1, c.tp+c.fn)) }
func (c cell) f1() float64        { return 2 * float64(c.tp) / float64(max(1, 2*c.tp+c.fp+c.fn)) }

func score(e *escalate.Engine, ms []labelled.Message, wrong int) (*table, error) {
	t := &table{cells: map[string]*[16]cell{"": {}}, none: map[string][2]int{}, n: map[string]int{}}
	for _, m := range ms {
		d, err := e.Evaluate(context.Background(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: m.Text}}})
		if err = cmp.Or(err, d.Err()); err != nil {
			return nil, err
		}
		if t.cells[m.Lang] == nil {
			t.cells[m.Lang] = &[16]cell{}
			t.languages = append(t.languages, m.Lang)
		}
		raised := false
		var missed []string
		for k, kind := range labelled.Kinds {
			s := float64(d.Signals[escalate.Kind(kind)])
			said, is := s >= 0.5, slices.Contains(m.Labels, kind)
			raised = raised || said
			for _, c := range []*cell{&t.cells[""][k], &t.cells[m.Lang][k]} {
				switch {
				case said && is:
					c.tp++
				case said:
					c.fp++
				case is:
					c.fn++
				}
			}
			if said != is {
				missed = append(missed, fmt.Sprintf("%s %.2f", map[bool]string{true: "no ", false: "false "}[is]+kind, s))
			}
			b := &t.bins[k][min(9, int(s*10))]
			b.n, b.sum, b.variance = b.n+1, b.sum+s, b.variance+s*(1-s)
			if is {
				b.is++
			}
		}
		if len(missed) > 0 && wrong > 0 {
			wrong--
			fmt.Printf("%s\t%s\t%s\n", m.Lang, strings.Join(missed, ", "), strings.ReplaceAll(m.Text, "\n", " "))
		}
		for _, l := range []string{"", m.Lang} {
			t.n[l]++
			if len(m.Labels) == 0 {
				x := t.none[l]
				x[0]++
				if raised {
					x[1]++
				}
				t.none[l] = x
			}
		}
	}
	return t, nil
}

// macro is the mean F1 of the signals that occur.
func (t *table) macro(lang string) float64 {
	sum, n := 0.0, 0
	for _, c := range t.cells[lang] {
		if c.tp+c.fn > 0 {
			sum, n = sum+c.f1(), n+1
		}
	}
	return sum / float64(max(1, n))
}

func (t *table) alarms(lang string) float64 {
	return 100 * float64(t.none[lang][1]) / float64(max(1, t.none[lang][0]))
}

// calibration is an expected calibration error over all scores, and the
// greatest of a signal over its scores between 0.1 and 0.9 with what the latter
// would be by chance if they were probabilities: so few scores lie there that
// it is not little.
type calibration struct {
	all, worst, chance float64
	kind               string
}

func (t *table) calibration() (c calibration) {
	total := 0.0
	for k := range t.bins {
		off, chance, n := 0.0, 0.0, 0.0
		for i, b := range t.bins[k] {
			c.all, total = c.all+math.Abs(b.sum-b.is), total+b.n
			if i > 0 && i < 9 {
				off, n = off+math.Abs(b.sum-b.is), n+b.n
				chance += math.Sqrt(b.variance * 2 / math.Pi) // the mean distance of a normal variable
			}
		}
		if n > 0 && off/n > c.worst {
			c.worst, c.chance, c.kind = off/n, chance/n, labelled.Kinds[k]
		}
	}
	c.all /= total
	return c
}

func (t *table) figures() map[string]float64 {
	out := map[string]float64{"false alarms %": t.alarms(""), "macro-F1 en": t.macro("en"), "macro-F1 vi": t.macro("vi")}
	least, sum := 1.0, 0.0
	for _, l := range t.languages {
		least, sum = min(least, t.macro(l)), sum+t.macro(l)
	}
	out["macro-F1 mean of languages"], out["macro-F1 least of languages"] = sum/float64(len(t.languages)), least
	c := t.calibration()
	out["calibration error"], out["calibration error of the worst signal, 0.1 to 0.9"] = c.all, c.worst
	return out
}

func (t *table) print(grid bool) {
	fmt.Print("| language | messages | macro-F1 | false alarms |\n| --- | --- | --- | --- |\n")
	sum := 0.0
	for _, l := range t.languages {
		sum += t.macro(l)
		fmt.Printf("| %s | %d | %.2f | %.1f %% of %d |\n", l, t.n[l], t.macro(l), t.alarms(l), t.none[l][0])
	}
	fmt.Printf("| mean | %d | %.3f | %.1f %% of %d |\n\n", t.n[""], sum/float64(len(t.languages)), t.alarms(""), t.none[""][0])
	fmt.Print("| signal | messages | precision | recall | F1 |\n| --- | --- | --- | --- | --- |\n")
	for k, kind := range labelled.Kinds {
		c := t.cells[""][k]
		fmt.Printf("| `%s` | %d | %.2f | %.2f | %.2f |\n", kind, c.tp+c.fn, c.precision(), c.recall(), c.f1())
	}
	c := t.calibration()
	fmt.Printf("\nExpected calibration error %.3f; between 0.1 and 0.9 at most %.3f a signal (%s, by chance alone it would be %.3f).\n", c.all, c.worst, c.kind, c.chance)
	if !grid {
		return
	}
	fmt.Print("\nPrecision / recall / F1:\n\n|")
	for _, kind := range labelled.Kinds {
		fmt.Printf(" | %s", kind[strings.IndexByte(kind, '.')+1:])
	}
	fmt.Printf(" |\n|%s\n", strings.Repeat(" --- |", 17))
	for _, l := range t.languages {
		fmt.Printf("| %s", l)
		for _, c := range t.cells[l] {
			fmt.Printf(" | %.2f / %.2f / %.2f", c.precision(), c.recall(), c.f1())
		}
		fmt.Println(" |")
	}
}
