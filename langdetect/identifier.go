package langdetect

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"sync"

	"golang.org/x/text/language"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

//go:embed weights.bin
var weights []byte

// shared is the model with what does not depend on options, made on first use.
var shared = sync.OnceValues(func() (*base, error) { return newBase(weights) })

// base is a model and the names of its labels.
type base struct {
	m     *ngram.Model
	tags  []string // BCP 47
	macro []string
	prior []float32 // factor by label
	usage []float64 // log prior by label, of languages whose text is half another's
	buf   sync.Pool // *scratch
}

// scratch is the memory of one call.
type scratch struct {
	text   ngram.Text
	scores ngram.Scores
	p      [ngram.MaxLabels]float32
	x      [ngram.NumEvidence]float64
}

func newBase(b []byte) (*base, error) {
	m, err := ngram.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("langdetect: weights: %w", err)
	}
	out := &base{m: m}
	for _, l := range m.Labels {
		tag := l.Code
		if l.Roman {
			tag += "-Latn"
		}
		out.tags = append(out.tags, language.Make(tag).String())
		out.macro = append(out.macro, macroOf(l.Code))
		out.prior = append(out.prior, romanPrior(l))
		out.usage = append(out.usage, usagePrior(l))
	}
	out.buf.New = func() any { return new(scratch) }
	return out, nil
}

// Identifier names languages. It is immutable and safe for concurrent use.
type Identifier struct {
	*base
	served  map[string]bool
	isServe []bool // by label
	opinion SecondOpinion
}

// SecondOpinion is another identifier that is asked where the first is not
// sure; package langdetect/lingua has one. An implementation is deterministic
// and safe for concurrent use.
type SecondOpinion interface {
	// Languages returns the ISO 639-3 codes that it knows.
	Languages() []string
	// Ask returns a confidence in [0, 1] for each of the candidates, ISO 639-3
	// codes out of Languages, in their order; nil to abstain.
	Ask(text string, candidates []string) []float64
}

// Option configures [New].
type Option interface{ apply(*config) error }

type config struct {
	served  map[string]bool
	opinion SecondOpinion
	weights []byte
}

type option func(*config) error

func (o option) apply(c *config) error { return o(c) }

// WithServed replaces the table of well-served languages, [DefaultServed], by
// the languages of tags (BCP 47 or ISO 639-3). The probability behind
// LowResource was calibrated for the default table; with another it is judged
// by the same evidence, and less exact.
func WithServed(tags ...string) Option {
	return option(func(c *config) (err error) {
		c.served, err = servedSet(tags)
		return err
	})
}

// WithSecondOpinion asks o on close calls among the languages that it knows.
func WithSecondOpinion(o SecondOpinion) Option {
	return option(func(c *config) error {
		if o == nil {
			return errors.New("langdetect: second opinion: is nil")
		}
		c.opinion = o
		return nil
	})
}

// WithWeights replaces the embedded table by one that the training command
// made. The identifier keeps b, which must not change any more.
func WithWeights(b []byte) Option {
	return option(func(c *config) error {
		c.weights = b
		return nil
	})
}

// New returns an identifier. The error joins what is wrong with the options,
// each wrapping [ErrTag] where it is about a tag.
func New(opts ...Option) (*Identifier, error) {
	c := config{}
	c.served, _ = servedSet(DefaultServed())
	var errs []error
	for _, o := range opts {
		errs = append(errs, o.apply(&c))
	}
	b, err := shared()
	if c.weights != nil {
		b, err = newBase(c.weights)
	}
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	d := &Identifier{base: b, served: c.served, opinion: c.opinion}
	for _, m := range b.macro {
		d.isServe = append(d.isServe, c.served[m])
	}
	return d, nil
}

var standard = sync.OnceValues(func() (*Identifier, error) { return New() })

// Detect names the language of text with the default identifier. It never
// fails: without usable weights, which a test excludes, it answers [Und].
func Detect(text string) Result {
	d, err := standard()
	if err != nil {
		return Und()
	}
	return d.Detect(text)
}

// Detect names the language of text. It reads at most 600 letters, wherever
// the rest of text ends, in time linear in what it reads, and allocates only
// the alternatives of its result.
func (d *Identifier) Detect(text string) Result { return d.detect(text, nil) }

// detect is Detect with log priors by label.
func (d *Identifier) detect(text string, prior []float64) Result {
	s := d.buf.Get().(*scratch)
	defer d.buf.Put(s)
	letters := d.read(s, text)
	return d.judge(s, text, letters, prior)
}

// read cuts text and scores its words, neutral ones left out. It returns the
// number of letters that count.
func (d *Identifier) read(s *scratch, text string) (letters int) {
	s.text.Reset(text)
	s.scores.Reset()
	skip := neutralSet()
	for i := range s.text.Words {
		w := &s.text.Words[i]
		if _, ok := skip[w.Hash]; ok {
			s.text.Letters[w.Script] -= int32(w.To - w.From) // nor do they vote for a script
			continue
		}
		letters += w.To - w.From
		d.m.Add(&s.scores, &s.text, w)
	}
	return letters
}

// judge makes a result of the scores in s.
func (d *Identifier) judge(s *scratch, text string, letters int, prior []float64) Result {
	script := s.text.MainScript()
	if s.scores.NumWords == 0 {
		r := Und()
		if n := s.text.Letters[ngram.Zyyy]; n >= minLetters {
			r.Letters, r.LowResource = int(n), unknownScript
			return r
		}
		if script != ngram.Latn && script != ngram.Zyyy {
			r.Script = script.String()
		}
		return r
	}
	if r, ok := d.byScript(s, script, letters); ok {
		return r
	}
	best := d.m.Posterior(&s.scores, &s.p)
	d.m.Judge(&s.scores, &s.p, d.isServe, &s.x)
	low := sigmoid(logit(d.m.Head.Prob(&s.x)) + lowShift)
	if script == ngram.Latn {
		d.weighRoman(s)
		best, low = d.addPrior(s, d.usage, low, 4)
	}
	if prior != nil {
		best, low = d.addPrior(s, prior, low, 2)
	}
	if d.opinion != nil && s.p[best] < opinionBelow && letters >= opinionLetters {
		best = d.askOpinion(s, text, best)
	}
	return d.result(s, script, letters, best, low)
}

// romanPrior is how common a romanised language is in chat, against its
// relatives: nearly all romanised text of northern India is Hindi, and the
// languages that are seldom romanised have words that look like anything.
// Chosen by hand.
func romanPrior(l ngram.Label) float32 {
	if !l.Roman {
		return 1
	}
	switch l.Code {
	case "hin":
		return 1.5
	case "pan", "mar", "guj":
		return 0.2
	case "kan", "mal", "tel", "kor", "bul", "ukr", "fas":
		return 0.5
	}
	return 1
}

// usagePrior is the log prior of a language whose texts in the training data
// are half another's: the tweets in Nigerian Pidgin have whole sentences of
// plain English, and plain English must not pass for it. Read off the customers'
// turns of English dialogues: of 6,000, 6.5 % were called low-resource without
// it, 0.9 % with it.
func usagePrior(l ngram.Label) float64 {
	if l.Code == "pcm" {
		return -3.5
	}
	return 0
}

// weighRoman applies the priors of romanised languages.
func (d *Identifier) weighRoman(s *scratch) {
	total := float32(0)
	for l := range d.m.Labels {
		s.p[l] *= d.prior[l]
		total += s.p[l]
	}
	for l := range d.m.Labels {
		s.p[l] /= total
	}
}

const (
	// lowShift moves the head's log odds so that at one half about one served
	// text in a hundred of a source that it has not seen is called
	// low-resource: the head is trained on a harder mix. Read off the Leipzig
	// sentences with weights made without them.
	lowShift = 0.2
	// unknownScript is the probability of low-resource for a script that the
	// package does not know: every well-served language is written in one that
	// it does.
	unknownScript = 0.97
)

// addPrior multiplies the posterior by priors, and moves low by what they say
// about served and other languages, by limit at most.
func (d *Identifier) addPrior(s *scratch, prior []float64, low, limit float64) (int, float64) {
	before, after, total := 1e-9, 1e-9, 0.0
	best := 0
	for l := range d.m.Labels {
		if s.p[l] == 0 {
			continue
		}
		if !d.isServe[l] {
			before += float64(s.p[l])
		}
		v := float64(s.p[l]) * math.Exp(prior[l])
		s.p[l] = float32(v)
		total += v
		if !d.isServe[l] {
			after += v
		}
		if s.p[l] > s.p[best] {
			best = l
		}
	}
	for l := range d.m.Labels {
		s.p[l] = float32(float64(s.p[l]) / total)
	}
	shift := logit(after/(total+1e-9)) - logit(before)
	return best, sigmoid(logit(low) + clamp(shift, limit))
}

func logit(p float64) float64 {
	p = math.Max(1e-6, math.Min(1-1e-6, p))
	return math.Log(p / (1 - p))
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func clamp(v, limit float64) float64 { return math.Max(-limit, math.Min(limit, v)) }

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }
