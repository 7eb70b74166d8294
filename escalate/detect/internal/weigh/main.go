// Command weigh sets the weights of lexicon patterns from labelled messages.
//
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
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// plainWeight is what a plain message counts beside one of the corpus. There are
// a hundred times as many, and at full weight they would say how rare signals
// are in banking questions and not what a phrase means.
const plainWeight = 0.02

// draw is how many hits the share of a pattern's section counts for.
const draw = 4

// message is a labelled message; known are the kinds that its labels decide,
// nil for all.
type message struct {
	text          string
	labels, known []string
	weight        float64
}

// plainKnows are the kinds that a plain service message decides.
var plainKnows = []string{string(escalate.RequestHuman), string(escalate.EmotionAnger), string(escalate.EmotionFrustration),
	string(escalate.EmotionAnxiety), string(escalate.EmotionSadness), string(escalate.UrgencyEmergency), string(escalate.BotUnfamiliar),
	string(escalate.DisputeLegal), string(escalate.DisputeComplaint), string(escalate.SpecialVulnerable)}

func main() {
	log.SetFlags(0)
	lexicon := flag.String("lexicon", "escalate/detect/lexicon", "folder of lexicons, rewritten")
	corpus := flag.String("corpus", "escalate/detect/corpus", "folder of labelled messages")
	without := flag.String("without", "", "batches left out, comma-separated")
	var plain []string
	flag.Func("plain", "file of plain service messages", func(s string) error { plain = append(plain, s); return nil })
	flag.Parse()
	if err := run(*lexicon, *corpus, strings.Split(*without, ","), plain); err != nil {
		log.Fatal("weigh: ", err)
	}
}

func run(lexicon, corpus string, without, plain []string) error {
	l, err := phrase.Load(os.DirFS(lexicon), "*.txt")
	if err != nil {
		return err
	}
	ms, err := readCorpus(corpus, without)
	if err != nil {
		return err
	}
	for _, f := range plain {
		more, err := readPlain(f)
		if err != nil {
			return err
		}
		ms = append(ms, more...)
	}
	found := map[*phrase.Pattern]*count{}
	shares := map[string]*count{} // by signal and strength
	var buf []phrase.Match
	for _, m := range ms {
		buf = l.Match(buf[:0], text.New(m.text))
		for _, x := range buf {
			if x.Scope != 0 || !strings.Contains(x.Group, ".") || m.known != nil && !slices.Contains(m.known, x.Group) || !escalate.Kind(x.Group).Valid() || unlabelled(x.Group) {
				continue
			}
			for _, c := range []*count{at(found, x.Pattern), at(shares, class(x.Pattern))} {
				c.hits += m.weight
				if slices.Contains(m.labels, x.Group) {
					c.right += m.weight
				}
			}
		}
	}
	return rewrite(lexicon, found, shares)
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

func readCorpus(dir string, without []string) ([]message, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no .tsv file", dir)
	}
	kinds := map[string]string{}
	for _, k := range escalate.Kinds() {
		_, last, _ := strings.Cut(string(k), ".")
		kinds[last] = string(k)
	}
	var out []message
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		batch := ""
		for i, line := range strings.Split(string(data), "\n") {
			if rest, ok := strings.CutPrefix(line, "# batch "); ok {
				batch = rest
			}
			if line == "" || line[0] == '#' || slices.Contains(without, batch) {
				continue
			}
			labels, body, ok := strings.Cut(line, "\t")
			if !ok {
				return nil, fmt.Errorf("%s:%d: no tab", f, i+1)
			}
			m := message{text: strings.ReplaceAll(body, `\n`, "\n"), weight: 1}
			if labels != "-" && labels != "!" {
				for x := range strings.SplitSeq(labels, ",") {
					if kinds[x] == "" {
						return nil, fmt.Errorf("%s:%d: unknown label %q", f, i+1, x)
					}
					m.labels = append(m.labels, kinds[x])
				}
			}
			out = append(out, m)
		}
	}
	return out, nil
}

func readPlain(name string) ([]message, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []message
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var r struct {
			Text   string   `json:"text"`
			Labels []string `json:"labels"`
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(r.Labels) == 0 {
			out = append(out, message{text: r.Text, known: plainKnows, weight: plainWeight})
		}
	}
	return out, sc.Err()
}

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
