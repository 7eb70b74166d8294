// Package labelled reads labelled messages for the commands that learn from
// them.
package labelled

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// Message is a labelled customer message.
type Message struct {
	Text string
	// Labels are the kinds that it carries; Known those that the labels
	// decide, nil for all.
	Labels, Known []string
	// Lang and Batch are those of the corpus; "" elsewhere.
	Lang, Batch string
	// Hard is true for messages that look like a signal and are none.
	Hard bool
}

// Kinds are the kinds that a message can carry, in the order of models.
var Kinds = []string{
	string(escalate.RequestHuman), string(escalate.EmotionAnger), string(escalate.EmotionFrustration), string(escalate.EmotionAnxiety),
	string(escalate.EmotionSadness), string(escalate.UrgencyEmergency), string(escalate.UrgencySecurity), string(escalate.UrgencyDeadline),
	string(escalate.DisputeCharge), string(escalate.DisputeLegal), string(escalate.DisputeComplaint), string(escalate.SpecialVulnerable),
	string(escalate.SpecialException), string(escalate.BotUnfamiliar), string(escalate.ComplexityMulti), string(escalate.ComplexitySpecialist),
}

// Kept is the batch of each language that no model of this repository learns
// from or is calibrated on: what they are tested on.
const Kept = "kept"

// Scale is the batch of some languages that sets the probabilities of layers
// which have not learnt from it.
const Scale = "scale"

// plainKnows are the kinds that a plain service message decides: it carries
// none of them.
var plainKnows = []string{string(escalate.RequestHuman), string(escalate.EmotionAnger), string(escalate.EmotionFrustration),
	string(escalate.EmotionAnxiety), string(escalate.EmotionSadness), string(escalate.UrgencyEmergency), string(escalate.BotUnfamiliar),
	string(escalate.DisputeLegal), string(escalate.DisputeComplaint), string(escalate.SpecialVulnerable)}

// Corpus reads the .tsv files of a folder, as its README describes them.
func Corpus(dir string) ([]Message, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no .tsv file", dir)
	}
	var out []Message
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		lang, batch := strings.TrimSuffix(filepath.Base(f), ".tsv"), ""
		for i, line := range strings.Split(string(data), "\n") {
			if rest, ok := strings.CutPrefix(line, "# batch "); ok {
				batch = rest
			}
			if line == "" || line[0] == '#' {
				continue
			}
			m, err := parse(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", f, i+1, err)
			}
			m.Lang, m.Batch = lang, batch
			out = append(out, m)
		}
	}
	return out, nil
}

func parse(line string) (Message, error) {
	labels, body, ok := strings.Cut(line, "\t")
	if !ok || body == "" {
		return Message{}, fmt.Errorf("want LABELS, a tab and a message")
	}
	m := Message{Text: strings.ReplaceAll(body, `\n`, "\n"), Hard: labels == "!"}
	if labels == "-" || labels == "!" {
		return m, nil
	}
	for x := range strings.SplitSeq(labels, ",") {
		i := slices.IndexFunc(Kinds, func(k string) bool { return k[strings.IndexByte(k, '.')+1:] == x })
		if i < 0 {
			return Message{}, fmt.Errorf("unknown label %q", x)
		}
		m.Labels = append(m.Labels, Kinds[i])
	}
	return m, nil
}

// Plain reads a file of service messages, {"text","labels"} a line: those
// without labels ask for nobody and show no emotion.
func Plain(name string) ([]Message, error) {
	var out []Message
	err := eachLine(name, func(text string, labels []string, lang string) {
		if len(labels) == 0 {
			out = append(out, Message{Text: text, Known: plainKnows})
		}
	})
	return out, err
}

// Signals reads a file of messages labelled with kinds, {"text","labels","lang"} a line.
func Signals(name string) ([]Message, error) {
	var out []Message
	err := eachLine(name, func(text string, labels []string, lang string) {
		out = append(out, Message{Text: text, Labels: labels, Lang: lang, Batch: "other writers"})
	})
	return out, err
}

func eachLine(name string, f func(text string, labels []string, lang string)) error {
	type record struct {
		Text   string   `json:"text"`
		Lang   string   `json:"lang"`
		Labels []string `json:"labels"`
	}
	return Lines(name, func(r record) error {
		f(r.Text, r.Labels, r.Lang)
		return nil
	})
}

// Lines reads a file of JSON, a value a line. The error names the line.
func Lines[T any](name string, f func(T) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 16<<20)
	n := 1
	for ; sc.Scan(); n++ {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if err := f(v); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, n, err)
	}
	return nil
}
