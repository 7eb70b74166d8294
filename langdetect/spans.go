package langdetect

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// Span is a stretch of a message in one language.
type Span struct {
	// Start and End are byte offsets in the message, half-open, on rune
	// boundaries.
	Start, End int
	// Tag and ISO639_3 name the language.
	Tag, ISO639_3 string
	// Letters is how many letters the stretch has that count as evidence.
	Letters int
	// Margin says how much better the stretch fits its language than the
	// other languages of the message, in natural log units.
	Margin float64
}

const (
	// maxSpanWords bounds the words that Spans reads.
	maxSpanWords = 64
	// switchCost is what a change of language must gain, in the units of
	// wordGain; relatives, whose words look alike, must gain more. These and
	// the limits below are read off the Turkish-German sentences and the
	// served languages of dev.chat.jsonl, by train -spans.
	switchCost, relativeCost = 1.4, 6.0
	// spanMargin and spanLetters are what a stretch must have to stand.
	spanMargin, spanLetters = 3.25, 5
	// maxStates bounds the languages considered for one message.
	maxStates = 4
)

// wordGain turns the sum over a word's n-grams into log odds.
func wordGain(n int) float64 { return 1 / math.Sqrt(float64(n)+5) }

// Spans splits text into stretches of one language each. One span, or none for
// a text without evidence, means that the message keeps to one language. It is
// made for a change between a language and a well-served one, such as English
// words in a Hindi sentence; two rare languages in one message are not told
// apart. Stretches cover the words that count, not the spaces between them.
func (d *Identifier) Spans(text string) []Span {
	s := d.buf.Get().(*scratch)
	defer d.buf.Put(s)
	return d.split(s, text, d.read(s, text))
}

// split is Spans of a text that was read into s, whose scores it uses up.
func (d *Identifier) split(s *scratch, text string, letters int) []Span {
	if s.scores.NumWords == 0 {
		return nil
	}
	best := d.m.Posterior(&s.scores, &s.p)
	labels := d.candidates(best)
	ws := d.words(s, labels)
	d.titles(text, ws, labels)
	states := d.states(ws, labels)
	if len(states) == 1 {
		return []Span{{ws[0].Start, ws[len(ws)-1].End, d.tags[best], d.m.Labels[best].Code, letters, 0}}
	}
	return d.spans(ws, labels, states, d.viterbi(ws, labels, states))
}

// detectAndSplit is DetectHint and, for a message with letters enough for two
// stretches, Spans, reading the text once.
func (d *Identifier) detectAndSplit(text string, h Hint) (Result, []Span) {
	s := d.buf.Get().(*scratch)
	defer d.buf.Put(s)
	letters := d.read(s, text)
	r := d.judge(s, text, letters, d.hintPrior(h))
	if r.Letters < 2*spanLetters {
		return r, nil
	}
	return r, d.split(s, text, letters)
}

// spanWord is a word with its scores.
type spanWord struct {
	ngram.Word
	neutral bool
	z       []float32 // by candidate
}

// candidates returns the labels that a message may be split into: its best,
// first, and the served ones of another language. The spellings of Arabic that
// are told apart count as one.
func (d *Identifier) candidates(best int) []int {
	labels := append(make([]int, 0, 96), best)
	for l, ok := range d.isServe {
		if ok && d.macro[l] != d.macro[best] && (d.macro[l] != "ara" || d.m.Labels[l].Code == "ara") {
			labels = append(labels, l)
		}
	}
	return labels
}

// words scores each word alone; neutral ones score nothing.
func (d *Identifier) words(s *scratch, labels []int) []spanWord {
	skip := neutralSet()
	n := min(len(s.text.Words), maxSpanWords)
	ws := make([]spanWord, 0, n)
	all := make([]float32, n*len(labels))
	for i := range n {
		w := spanWord{Word: s.text.Words[i], z: all[i*len(labels) : (i+1)*len(labels)]}
		if _, w.neutral = skip[w.Hash]; !w.neutral {
			s.scores.Reset()
			d.m.Add(&s.scores, &s.text, &w.Word)
			g := float64(d.m.Step) * wordGain(s.scores.Grams)
			for k, l := range labels {
				w.z[k] = float32(float64(s.scores.Sum[l]) * g)
			}
		}
		ws = append(ws, w)
	}
	return ws
}

// titles weakens words with a capital inside a sentence for all languages but
// the message's own: names and titles of every language stand in messages that
// keep to one. German writes all nouns so, and is spared.
func (d *Identifier) titles(text string, ws []spanWord, labels []int) {
	capital := func(i int) bool {
		r, _ := utf8.DecodeRuneInString(text[ws[i].Start:])
		return unicode.IsUpper(r)
	}
	n := 0
	for i := range ws {
		if capital(i) {
			n++
		}
	}
	if 2*n > len(ws) {
		return // a shout, or a headline
	}
	for i := 1; i < len(ws); i++ {
		if !capital(i) || strings.ContainsAny(text[ws[i-1].End:ws[i].Start], ".!?:\n") {
			continue
		}
		for k, l := range labels {
			if k > 0 && d.macro[l] != "deu" {
				ws[i].z[k] *= titleShare
			}
		}
	}
}

// titleShare is what a capital inside a sentence leaves of a word's score.
const titleShare = 0.4

// states returns the candidates worth considering, by index: the best of the
// message first, then those that gain most over it on some words.
func (d *Identifier) states(ws []spanWord, labels []int) []int {
	states := []int{0}
	have := make([]float32, len(ws)) // the best of the states so far, by word
	for i := range ws {
		have[i] = ws[i].z[0]
	}
	for len(states) < maxStates {
		pick, top := -1, float32(spanMargin)
		for k := 1; k < len(labels); k++ {
			gain := float32(0)
			for i := range ws {
				gain += max(0, ws[i].z[k]-have[i])
			}
			if gain > top && (relatives(d.macro[labels[k]], d.macro[labels[0]]) || d.m.Labels[labels[k]].Roman) {
				gain -= relativeCost
			}
			if gain > top {
				pick, top = k, gain
			}
		}
		if pick < 0 {
			break
		}
		states = append(states, pick)
		for i := range ws {
			have[i] = max(have[i], ws[i].z[pick])
		}
	}
	return states
}

// viterbi returns the best state for each word.
func (d *Identifier) viterbi(ws []spanWord, labels, states []int) []int {
	k := len(states)
	cost := make([]float64, k*k)
	for a := range k {
		for b := range k {
			cost[a*k+b] = d.cost(labels[states[a]], labels[states[b]])
		}
	}
	score := make([]float64, k)
	back := make([]int, len(ws)*k)
	for j := 1; j < k; j++ {
		score[j] = -switchCost
	}
	next := make([]float64, k)
	for i := range ws {
		for j := range k {
			from, v := j, score[j]
			for o := range k {
				if c := score[o] - cost[o*k+j]; o != j && c > v {
					from, v = o, c
				}
			}
			back[i*k+j] = from
			next[j] = v + float64(ws[i].z[states[j]])
		}
		score, next = next, score
	}
	j := 0
	for o := range k {
		if score[o] > score[j] {
			j = o
		}
	}
	path := make([]int, len(ws))
	for i := len(ws) - 1; i >= 0; i-- {
		path[i] = j
		j = back[i*k+j]
	}
	return path
}

func (d *Identifier) cost(a, b int) float64 {
	if relatives(d.macro[a], d.macro[b]) || d.m.Labels[a].Roman || d.m.Labels[b].Roman {
		return relativeCost
	}
	return switchCost
}

// spans joins the words of one state and drops the states too weak to stand,
// whose words then go to the message's main language.
func (d *Identifier) spans(ws []spanWord, labels, states, path []int) []Span {
	var margin [maxStates]float64
	var letters, count [maxStates]int
	for i := range ws {
		if ws[i].neutral {
			continue
		}
		j := path[i]
		other := float32(math.Inf(-1))
		for o := range states {
			if o != j {
				other = max(other, ws[i].z[states[o]])
			}
		}
		margin[j] += float64(ws[i].z[states[j]] - other)
		letters[j] += ws[i].To - ws[i].From
		count[j]++
	}
	main := 0
	for j := range states {
		if letters[j] > letters[main] {
			main = j
		}
	}
	var out []Span
	for i := range ws {
		j := path[i]
		if margin[j] < d.least(labels[states[j]], j, count[j]) || letters[j] < spanLetters {
			j = main
		}
		if ws[i].neutral && len(out) > 0 {
			continue
		}
		n := ws[i].To - ws[i].From
		if ws[i].neutral {
			continue
		}
		label := labels[states[j]]
		tag := d.tags[label]
		if len(out) > 0 && out[len(out)-1].Tag == tag {
			out[len(out)-1].End = ws[i].End
			out[len(out)-1].Letters += n
			continue
		}
		out = append(out, Span{ws[i].Start, ws[i].End, tag, d.m.Labels[label].Code, n, margin[j]})
	}
	return out
}

// least is the margin that a label needs to stand as state j with n words.
// One English word in another language is a loan word until it proves
// otherwise.
func (d *Identifier) least(label, j, n int) float64 {
	switch {
	case j > 0 && d.m.Labels[label].Roman:
		return relativeCost
	case n == 1 && d.macro[label] == "eng":
		return loanMargin
	}
	return spanMargin
}

// loanMargin is what a single English word must have to stand.
const loanMargin = 5

// families groups languages whose words look alike; chosen by hand. A change
// between two of one family is seldom one: it is a word that both have.
var families = [][]string{
	{"spa", "por", "cat", "ita", "fra", "ron", "glg", "ast", "oci"}, {"ind", "msa", "jav", "sun", "tgl", "min"},
	{"nor", "dan", "swe", "isl", "fao"}, {"deu", "nld", "afr", "ltz", "nds"}, {"hrv", "srp", "slv", "mkd", "bul"}, {"ces", "slk", "pol"},
	{"rus", "ukr", "bel", "bul"}, {"hin", "urd", "pan", "mar", "guj", "ben", "nep"}, {"ara", "fas", "urd"}, {"est", "fin"}, {"lit", "lav"},
	{"tur", "aze", "tuk", "crh"}, {"zho", "jpn"}, {"tam", "mal"}, {"tel", "kan"}, {"lav", "est"},
}

func relatives(a, b string) bool {
	for _, f := range families {
		x, y := false, false
		for _, c := range f {
			x, y = x || c == a, y || c == b
		}
		if x && y {
			return true
		}
	}
	return false
}

// SwitchScore is the probability that spans, as [Identifier.Spans] returns
// them, are a real change of language: one half at the least margin that Spans
// lets stand, rising with the margin of the weaker language. Fewer than two
// languages score zero.
func SwitchScore(spans []Span) float64 {
	weakest, many := math.Inf(1), false
	for _, s := range spans {
		weakest = math.Min(weakest, s.Margin)
		many = many || s.Tag != spans[0].Tag
	}
	if !many {
		return 0
	}
	return round4(sigmoid(0.7 * (weakest - spanMargin)))
}
