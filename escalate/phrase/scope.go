package phrase

import "strings"

// Scope says how a match is meant, where it is not meant as it stands. The zero
// Scope is that of words said in earnest.
type Scope uint8

const (
	Negated      Scope = 1 << iota // "I don't need a human"
	Hypothetical                   // "what happens if I dispute a charge"
	Reported                       // "he told me to ask for a manager"
	Past                           // "last year I asked for an agent"
	Question                       // "how does a chargeback work", asked about and not for
	Quoted                         // all of it in words that the writer repeats, see [text.Word]
)

var scopeNames = [...]string{"negated", "hypothetical", "reported", "past", "question", "quoted"}

// String returns the names of the bits joined by +, and "plain" for none.
func (s Scope) String() string {
	if s == 0 {
		return "plain"
	}
	var names []string
	for i, name := range scopeNames {
		if s>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}

// cueScopes are the kinds of [scope] sections.
var cueScopes = map[string]Scope{
	"negation": Negated, "hypothesis": Hypothetical, "report": Reported, "past": Past, "question": Question,
}

// side is where the matches stand that a cue bears on: "before" is a cue before
// the match.
type side uint8

const (
	before side = iota
	after
	around
)

var sides = map[string]side{"before": before, "after": after, "around": around}

// Reach is counted in sixths of a word, so that a character of a script
// without spaces is a part of one.
const (
	wordUnits = 6
	maxReach  = 50 // words

	reachClause = 1<<20 + iota
	reachSentence
	reachText
)

var reaches = map[string]int{"clause": reachClause, "sentence": reachSentence, "text": reachText}

// maxCues bounds the cues on each side of a match that are looked at.
const maxCues = 64

// scopeOf returns the scope that cues give a match.
func (m *matcher) scopeOf(h hit) Scope {
	var s Scope
	if m.words[m.spots[h.from].word].Quoted && m.words[m.spots[h.to].word].Quoted {
		s = Quoted
	}
	if len(m.cues) == 0 {
		return s
	}
	// The first cue that begins after the match.
	lo, hi := 0, len(m.cues)
	for lo < hi {
		if mid := (lo + hi) / 2; m.cues[mid].from > h.to {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	for i := lo - 1; i >= 0 && i >= lo-maxCues; i-- {
		s |= m.bears(m.cues[i], h)
	}
	for i := lo; i < len(m.cues) && i < lo+maxCues; i++ {
		s |= m.bears(m.cues[i], h)
	}
	return s
}

// bears returns the scope that one cue gives a match.
func (m *matcher) bears(cue, h hit) Scope {
	c, p := &m.l.patterns[cue.pattern], &m.l.patterns[h.pattern]
	if c.lang != p.lang && c.lang != 0 && p.lang != 0 {
		return 0
	}
	isBefore := cue.from < h.from && cue.to < h.to
	isAfter := cue.from > h.from && cue.to > h.to
	switch c.side {
	case before:
		if !isBefore {
			return 0
		}
	case after:
		if !isAfter {
			return 0
		}
	}
	first, second := cue, h
	if isAfter {
		first, second = h, cue
	}
	if !m.reaches(c, first, second) {
		return 0
	}
	return c.scope
}

// reaches reports whether a cue's reach spans what lies between it and a match,
// given in the order of the text.
func (m *matcher) reaches(c *Pattern, first, second hit) bool {
	a, b := &m.spots[first.to], &m.spots[second.from]
	switch c.reach {
	case reachText:
		return true
	case reachSentence:
		return m.words[a.word].Sentence == m.words[b.word].Sentence
	}
	if second.from <= first.to { // they overlap
		return true
	}
	if a.seg != b.seg || c.scope == Negated && a.commas != b.commas || m.divided(c, first.to, second.from) {
		return false
	}
	return c.reach == reachClause || int(b.pos-a.pos)-int(a.unit) <= c.reach
}

// divided reports whether a word that ends a clause stands between two places.
func (m *matcher) divided(c *Pattern, from, to int32) bool {
	lo, hi := 0, len(m.dividers)
	for lo < hi {
		if mid := (lo + hi) / 2; m.dividers[mid].from > from {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	for i := lo; i < len(m.dividers) && i < lo+maxCues && m.dividers[i].from < to; i++ {
		d := m.dividers[i]
		lang := m.l.patterns[d.pattern].lang
		if d.to < to && (lang == c.lang || lang == 0 || c.lang == 0) {
			return true
		}
	}
	return false
}
