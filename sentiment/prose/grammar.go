package prose

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"

	"github.com/jdkato/prose/v2"
)

// maxBytes is how much of a message is parsed; what is longer is no doubt complex.
const maxBytes = 1024

// Grammar counts what a message is made of.
type Grammar struct {
	Words      int
	Verbs      int // finite verbs: things that happen
	Questions  int // question words and question marks
	Conditions int // if, unless, whether, otherwise
	Links      int // and, but, also, plus
	Nouns      int // different common nouns
	Numbers    int
	Entities   int // different people, places and organisations
}

const features = 8

// Values returns the counts as the fit takes them: the logarithm of one more
// than each, in the order of the fields.
func (g *Grammar) Values() [features]float64 {
	var out [features]float64
	for i, n := range [features]int{g.Words, g.Verbs, g.Questions, g.Conditions, g.Links, g.Nouns, g.Numbers, g.Entities} {
		out[i] = math.Log1p(float64(n))
	}
	return out
}

// parser is the library's model, decoded once: that takes a third of a second.
var parser = sync.OnceValues(func() (m *prose.Model, err error) {
	err = guard(func() error {
		doc, err := prose.NewDocument("Hello.", prose.WithSegmentation(false))
		if err == nil {
			m = doc.Model
		}
		return err
	})
	return m, err
})

// asking keeps to one message at a time: the library does not say that its
// model may be shared.
var asking sync.Mutex

// Parse returns the grammar of an English text, of its first 1,024 bytes. The
// error says what the library made of a text that it cannot take; it is safe
// for concurrent use.
func Parse(s string) (Grammar, error) {
	model, err := parser()
	if err != nil {
		return Grammar{}, err
	}
	var doc *prose.Document
	clean := clean(s)
	asking.Lock()
	defer asking.Unlock()
	err = guard(func() error {
		doc, err = prose.NewDocument(clean, prose.UsingModel(model), prose.WithSegmentation(false))
		return err
	})
	if err != nil {
		return Grammar{}, err
	}
	return count(doc), nil
}

// guard turns a panic of the library into an error.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("prose: the parser failed: %v", r)
		}
	}()
	return f()
}

// clean leaves what the library was made for: letters of English, numbers and
// plain punctuation, without the runs on which it takes quadratic time.
func clean(s string) string {
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range strings.ToValidUTF8(s, " ") {
		switch {
		case r == '’':
			r = '\''
		case unicode.IsSpace(r) || r > 0x17f: // beyond Latin with marks
			r = ' '
		case unicode.IsControl(r):
			continue
		}
		if run++; r != last {
			run, last = 0, r
		}
		if run > 2 || run > 0 && r == ' ' {
			continue
		}
		if b.Len() >= maxBytes {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

func count(doc *prose.Document) Grammar {
	var g Grammar
	nouns, entities := map[string]bool{}, map[string]bool{}
	for _, t := range doc.Tokens() {
		word := strings.ToLower(t.Text)
		switch t.Tag {
		case "VBD", "VBP", "VBZ", "MD":
			g.Verbs++
		case "WP", "WRB", "WDT", "WP$":
			g.Questions++
		case "NN", "NNS":
			nouns[word] = true
		case "CD":
			g.Numbers++
		}
		switch word {
		case "?":
			g.Questions++
		case "if", "unless", "whether", "otherwise":
			g.Conditions++
		case "and", "but", "also", "plus":
			g.Links++
		}
		if strings.ContainsFunc(word, unicode.IsLetter) {
			g.Words++
		}
	}
	for _, e := range doc.Entities() {
		entities[strings.ToLower(e.Text)] = true
	}
	g.Nouns, g.Entities = len(nouns), len(entities)
	return g
}
