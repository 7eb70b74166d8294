// Package lingua gives langdetect a second opinion: the identifier lingua-go,
// asked on close calls among the languages that it knows.
//
//	second, err := lingua.New()
//	...
//	id, err := langdetect.New(langdetect.WithSecondOpinion(second))
//
// # What it costs
//
// Importing this package adds the models of 75 languages, 125 MB, to a binary,
// whatever languages are chosen, for they are embedded. The models of a
// language are loaded when it is first a candidate, and then kept: all 75 take
// 1.1 GB, ten about 200 MB, so the first messages of a process are slow;
// [Opinion.Preload] loads them at a time of the host's choosing (5 seconds for
// all). A message that is asked about takes about 0.3 ms more; the median over
// langdetect's table is twice that of langdetect alone (module
// langdetect/benchmarks). Both loading and asking start goroutines of lingua's
// own, which end by themselves; a panic there could not be recovered, so it
// gets valid UTF-8 only.
//
// # What it adds
//
// Served languages named right: on the Leipzig sentences 96.5 % with it, 93.7 %
// without, and 96.3 % by lingua alone, whose own source that is; on xSID and
// NusaX 91.3 %, 89.2 % and 89.0 %; of the 416 messages of langdetect's table
// that are long enough to tell 396, 391 and 291. Commands: signals and
// TestTable in module langdetect/benchmarks, with weights made without Leipzig
// for the first two.
//
// # What it guards against
//
// lingua's answers vary from call to call where two languages are as likely,
// which follows the order of a Go map; confidences are rounded to two digits
// here, so that sums in another order come to the same. Languages of another
// script than the text are never asked about. At most 300 letters are read,
// for its time grows fast with the text. It names a known language for every
// text of an unknown one; so it only weighs languages against each other that
// langdetect already thinks likely, and has no say in what is low-resource.
package lingua

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	lib "github.com/pemistahl/lingua-go"

	"github.com/go-handoff/handoff/langdetect"
)

// maxLetters bounds the sample in runes.
const maxLetters = 300

// Opinion is lingua-go behind langdetect's interface. It is immutable and
// safe for concurrent use; the models that it loads are lingua-go's own, shared
// by the process.
type Opinion struct {
	codes []string
	known map[string]lib.Language
	low   bool
}

var _ langdetect.SecondOpinion = (*Opinion)(nil)

// Option configures [New].
type Option func(*config)

type config struct {
	languages []string
	low       bool
}

// WithLanguages restricts lingua to these languages, ISO 639-3 codes, at least
// two; the default is all 75. Fewer languages take less memory.
func WithLanguages(codes ...string) Option {
	return func(c *config) { c.languages = slices.Clone(codes) }
}

// WithLowAccuracy reads trigrams only: a tenth of the memory, and a weaker
// opinion.
func WithLowAccuracy() Option { return func(c *config) { c.low = true } }

// New returns the opinion. Nothing is loaded yet. The error names the codes
// that lingua does not know.
func New(opts ...Option) (*Opinion, error) {
	var c config
	for _, o := range opts {
		o(&c)
	}
	all := map[string]lib.Language{}
	for _, l := range lib.AllLanguages() {
		all[strings.ToLower(l.IsoCode639_3().String())] = l
	}
	if c.languages == nil {
		for code := range all {
			c.languages = append(c.languages, code)
		}
	}
	o := &Opinion{known: map[string]lib.Language{}}
	var errs []error
	for _, code := range c.languages {
		l, ok := all[code]
		if !ok {
			errs = append(errs, fmt.Errorf("lingua: language %q: not among the 75", code))
			continue
		}
		o.known[code] = l
	}
	for code := range o.known {
		o.codes = append(o.codes, code)
	}
	slices.Sort(o.codes)
	if len(o.codes) < 2 {
		errs = append(errs, errors.New("lingua: fewer than two languages"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	o.low = c.low
	return o, nil
}

// Languages implements [langdetect.SecondOpinion].
func (o *Opinion) Languages() []string { return slices.Clone(o.codes) }

// Preload loads the models of all the languages, which otherwise the first
// questions do, a few languages at a time.
func (o *Opinion) Preload() {
	ls := make([]lib.Language, len(o.codes))
	for i, code := range o.codes {
		ls[i] = o.known[code]
	}
	o.builder(ls).WithPreloadedLanguageModels().Build()
}

func (o *Opinion) builder(ls []lib.Language) lib.LanguageDetectorBuilder {
	b := lib.NewLanguageDetectorBuilder().FromLanguages(ls...)
	if o.low {
		b = b.WithLowAccuracyMode()
	}
	return b
}

// Ask implements [langdetect.SecondOpinion]: lingua's confidences among the
// candidates, rounded to two digits. A detector is made for the candidates
// alone: the models are shared, and comparing five languages takes a tenth of
// the time of comparing 75.
func (o *Opinion) Ask(text string, candidates []string) []float64 {
	ls := make([]lib.Language, 0, len(candidates))
	for _, c := range candidates {
		if l, ok := o.known[c]; ok && !slices.Contains(ls, l) {
			ls = append(ls, l)
		}
	}
	text = sample(text)
	if len(ls) < 2 || text == "" {
		return nil
	}
	by := make(map[lib.Language]float64, len(ls))
	for _, v := range o.builder(slices.Clone(ls)).Build().ComputeLanguageConfidenceValues(text) {
		by[v.Language()] = v.Value()
	}
	out := make([]float64, len(candidates))
	total := 0.0
	for i, c := range candidates {
		if l, ok := o.known[c]; ok {
			out[i] = math.Round(by[l]*100) / 100
			total += out[i]
		}
	}
	if total == 0 {
		return nil
	}
	return out
}

// sample returns the first maxLetters runes of text, valid UTF-8.
func sample(text string) string {
	if len(text) > 4*maxLetters {
		text = text[:4*maxLetters]
	}
	rs := []rune(strings.ToValidUTF8(text, ""))
	return string(rs[:min(len(rs), maxLetters)])
}
