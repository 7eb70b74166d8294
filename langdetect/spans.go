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
	switchCost, relativeCost = 1.4, 5.0
	// spanMargin and spanLetters are what a stretch must have to stand.
	spanMargin, spanLetters = 3.0, 5
	// maxStates bounds the languages considered for one message.
	maxStates = 4
)

// wordGain turns the sum over a word's n-grams into log odds.
func wordGain(n int) float64 { return 1 / math.Sqrt(float64(n)+8) }

// Spans splits text into stretches of one language each. One span, or none for
// a text without evidence, means that the message keeps to one language. It is
// made for a change between a language and a well-served one, such as English
// words in a Hindi sentence; two rare languages in one message are not told
// apart. Stretches cover the words that count, not the spaces between them.
func (d *Identifier) Spans(text string) []Span {
	s := d.buf.Get().(*scratch)
	defer d.buf.Put(s)
	letters := d.read(s, text)
	if s.scores.NumWords == 0 {
		return nil
	}
	best := d.m.Posterior(&s.scores, &s.p)
	ws := d.words(s)
	d.titles(text, ws, best)
	states := d.states(ws, best)
	if len(states) == 1 {
		return []Span{{ws[0].Start, ws[len(ws)-1].End, d.tags[best], d.m.Labels[best].Code, letters, 0}}
	}
	path := d.viterbi(ws, states)
	return d.spans(ws, states, path)
}

// spanWord is a word with its scores.
type spanWord struct {
	ngram.Word
	neutral bool
	z       []float32 // by label
	top     float32
}

// words scores each word alone; neutral ones score nothing.
func (d *Identifier) words(s *scratch) []spanWord {
	skip := neutralSet()
	n := min(len(s.text.Words), maxSpanWords)
	ws := make([]spanWord, 0, n)
	labels := len(d.m.Labels)
	all := make([]float32, n*labels)
	for i := range n {
		w := spanWord{Word: s.text.Words[i], z: all[i*labels : (i+1)*labels]}
		if _, w.neutral = skip[w.Hash]; !w.neutral {
			s.scores.Reset()
			d.m.Add(&s.scores, &s.text, &w.Word)
			g := float64(d.m.Step) * wordGain(s.scores.Grams)
			for l := range w.z {
				w.z[l] = float32(float64(s.scores.Sum[l]) * g)
				w.top = max(w.top, w.z[l])
			}
		}
		ws = append(ws, w)
	}
	return ws
}

// titles weakens words with a capital inside a sentence for all languages but
// the message's own: names and titles of every language stand in messages that
// keep to one. German writes all nouns so, and is spared.
func (d *Identifier) titles(text string, ws []spanWord, best int) {
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
		for l := range ws[i].z {
			if l != best && d.macro[l] != "deu" {
				ws[i].z[l] *= titleShare
			}
		}
	}
}

// titleShare is what a capital inside a sentence leaves of a word's score.
const titleShare = 0.4

// states returns the languages worth considering: the best of the message
// first, then the served ones that gain most over it on some words.
func (d *Identifier) states(ws []spanWord, best int) []int {
	states := []int{best}
	for len(states) < maxStates {
		pick, top := -1, float32(spanMargin)
		for l := range d.m.Labels {
			if !d.isServe[l] || d.macro[l] == d.macro[best] || d.macro[l] != d.m.Labels[l].Code && d.macro[l] == "ara" {
				continue
			}
			gain := float32(0)
			for i := range ws {
				have := ws[i].z[states[0]]
				for _, o := range states[1:] {
					have = max(have, ws[i].z[o])
				}
				gain += max(0, ws[i].z[l]-have)
			}
			if relatives(d.macro[l], d.macro[best]) || d.m.Labels[l].Roman {
				gain -= float32(relativeCost)
			}
			if gain > top {
				pick, top = l, gain
			}
		}
		if pick < 0 {
			break
		}
		states = append(states, pick)
	}
	return states
}

// viterbi returns the best state for each word.
func (d *Identifier) viterbi(ws []spanWord, states []int) []int {
	k := len(states)
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
				if c := score[o] - d.cost(states[o], states[j]); o != j && c > v {
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
func (d *Identifier) spans(ws []spanWord, states, path []int) []Span {
	var margin [maxStates]float64
	var letters [maxStates]int
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
		if margin[j] < d.least(states, j) || letters[j] < spanLetters {
			j = main
		}
		if ws[i].neutral && len(out) > 0 {
			continue
		}
		n := ws[i].To - ws[i].From
		if ws[i].neutral {
			continue
		}
		tag := d.tags[states[j]]
		if len(out) > 0 && out[len(out)-1].Tag == tag {
			out[len(out)-1].End = ws[i].End
			out[len(out)-1].Letters += n
			continue
		}
		out = append(out, Span{ws[i].Start, ws[i].End, tag, d.m.Labels[states[j]].Code, n, margin[j]})
	}
	return out
}

// least is the margin that state j needs to stand.
func (d *Identifier) least(states []int, j int) float64 {
	if j > 0 && d.m.Labels[states[j]].Roman {
		return relativeCost
	}
	return spanMargin
}

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
