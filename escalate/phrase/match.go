package phrase

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// A Match is a pattern found in a text.
type Match struct {
	Group    string
	Weight   float64 // of the pattern, in [0, 1]
	Language string  // of the pattern, or Any
	Pattern  *Pattern

	// Start and End are byte offsets in the raw text, half-open, on rune
	// boundaries.
	Start, End int

	// FirstWord and LastWord are indexes in the text's words, both included.
	FirstWord, LastWord int

	Scope Scope
}

// Match appends the matches of all languages in t to dst, in the order of where
// they start; of matches that start at one place the longest comes first. Of
// matches of a group that overlap, the one that starts first stays, or the
// longer one, and another only if its weight is greater; where they are of two
// languages, what scopes one scopes the other. The same text gives the same
// matches; nothing is allocated beyond what dst needs.
func (l *Lexicon) Match(dst []Match, t *text.Text) []Match { return l.MatchIn(dst, t, 0) }

// MatchIn is Match with the patterns of a set of languages.
func (l *Lexicon) MatchIn(dst []Match, t *text.Text, languages LanguageSet) []Match {
	m := l.scratch.Get().(*matcher)
	m.l, m.words, m.set = l, t.Words(), languages
	m.read()
	m.search()
	dst = m.report(dst)
	m.words = nil
	if cap(m.spots) <= maxKept {
		l.scratch.Put(m)
	}
	return dst
}

// maxKept is the words of a text whose working memory is kept for the next.
const maxKept = 1 << 14

// A spot is a word as the matcher sees it. Punctuation that no pattern asks
// for has none.
type spot struct {
	word     int32
	from, to int32 // its tokens
	pos      int32 // the units before it
	seg      int32 // changes where no match goes across
	commas   int32 // how many came before
	unit     uint8
	skip     bool // a match may step over it
}

// A hit is a pattern found from one spot to another, both included.
type hit struct{ pattern, from, to int32 }

// A matcher is the working memory of one call.
type matcher struct {
	l        *Lexicon
	words    []text.Word
	set      LanguageSet
	spots    []spot
	tokens   []int32
	hits     []hit
	barred   []hit
	cues     []hit
	dividers []hit
	kept     []kept
	steps    int
}

// units returns how much of a word a character of a script is. From the
// characters a word has in running text: about two in Chinese and Japanese,
// three clusters in Thai.
func units(w *text.Word) uint8 {
	switch w.Script {
	case text.Han, text.Hiragana, text.Katakana, text.Bopomofo:
		return wordUnits / 2
	case text.Thai, text.Lao, text.Khmer, text.Myanmar:
		return wordUnits / 3
	}
	return wordUnits
}

// read makes spots of the words.
func (m *matcher) read() {
	m.spots, m.tokens = m.spots[:0], m.tokens[:0]
	pos, seg, commas, sentence := int32(0), int32(0), int32(0), 0
	for i := range m.words {
		w := &m.words[i]
		if w.Sentence != sentence {
			sentence = w.Sentence
			seg++
		}
		from := int32(len(m.tokens))
		m.tokens = m.l.appendTokens(m.tokens, w)
		to := int32(len(m.tokens))
		s := spot{word: int32(i), from: from, to: to, pos: pos, seg: seg, commas: commas, unit: units(w)}
		switch {
		case w.Kind == text.Punct:
			s.unit, s.skip = 0, true
			if from != to {
				m.spots = append(m.spots, s)
			}
			switch r, _ := utf8.DecodeRuneInString(w.Folded); r {
			case ',', '،', '、':
				commas++
			case ';', ':', '—', '!', '?', '。':
				seg++
			}
			continue
		case w.Kind == text.Emoji, w.Elongated && w.Script.Spaceless():
			s.unit, s.skip = 0, true
		}
		m.spots = append(m.spots, s)
		pos += int32(s.unit)
	}
}

// search finds hits, each chain from its anchor.
func (m *matcher) search() {
	m.hits, m.barred, m.cues, m.dividers = m.hits[:0], m.barred[:0], m.cues[:0], m.dividers[:0]
	l := m.l
	for i := range m.spots {
		s := &m.spots[i]
		for k, t := range m.tokens[s.from:s.to] {
			if k > 0 && slices.Contains(m.tokens[s.from:s.from+int32(k)], t) {
				continue
			}
			from, to := l.anchors.of(t &^ typoBit)
			for _, n := range l.chainAt[from:to] {
				if c := &l.chains[n]; m.set.has(c.lang) && (t&typoBit == 0 || c.n >= minTypoItems) {
					m.try(c, int32(i))
				}
			}
		}
	}
}

// maxSteps bounds the words that one chain looks at around one anchor, so that
// a pattern of optional words costs what it should on a text that repeats them.
const maxSteps = 400

// try looks for the rest of a chain around its anchor at a spot.
func (m *matcher) try(c *chain, at int32) {
	m.steps = 0
	from, ok := m.left(c, int32(c.anchor)-1, at, m.l.items[c.first+int32(c.anchor)].gap)
	if !ok {
		return
	}
	to, ok := m.right(c, int32(c.anchor)+1, at, 0)
	if !ok {
		return
	}
	h := hit{c.pattern, from, to}
	switch m.l.patterns[c.pattern].use {
	case finds:
		m.hits = append(m.hits, h)
	case excludes:
		m.barred = append(m.barred, h)
	case scopes:
		m.cues = append(m.cues, h)
	case divides:
		m.dividers = append(m.dividers, h)
	}
}

// right matches items e and on after the spot i, with a gap of at least that
// many words allowed, and returns the last spot.
func (m *matcher) right(c *chain, e, i int32, gap uint8) (int32, bool) {
	if e == int32(c.n) {
		return i, !c.end || m.nothing(i, 1)
	}
	it := &m.l.items[c.first+e]
	gap = max(gap, it.gap)
	budget := int(gap) * wordUnits
	seg := m.spots[i].seg
	for j := i + 1; j < int32(len(m.spots)) && m.spots[j].seg == seg; j++ {
		if m.steps++; m.steps > maxSteps {
			return 0, false
		}
		if m.fits(c, it, j) {
			if end, ok := m.right(c, e+1, j, 0); ok {
				return end, true
			}
		}
		if m.spots[j].skip {
			continue
		}
		if budget -= int(m.spots[j].unit); budget < 0 {
			break
		}
	}
	if it.optional {
		return m.right(c, e+1, i, gap)
	}
	return 0, false
}

// left matches items e and back before the spot i.
func (m *matcher) left(c *chain, e, i int32, gap uint8) (int32, bool) {
	if e < 0 {
		return i, !c.start || m.nothing(i, -1)
	}
	it := &m.l.items[c.first+e]
	budget := int(gap) * wordUnits
	seg := m.spots[i].seg
	for j := i - 1; j >= 0 && m.spots[j].seg == seg; j-- {
		if m.steps++; m.steps > maxSteps {
			return 0, false
		}
		if m.fits(c, it, j) {
			if start, ok := m.left(c, e-1, j, it.gap); ok {
				return start, true
			}
		}
		if m.spots[j].skip {
			continue
		}
		if budget -= int(m.spots[j].unit); budget < 0 {
			break
		}
	}
	if it.optional {
		return m.left(c, e-1, i, max(gap, it.gap))
	}
	return 0, false
}

// nothing reports whether no word of the sentence is beyond the spot i in a
// direction. It looks at a few: more punctuation than that is something.
func (m *matcher) nothing(i, step int32) bool {
	sentence := m.words[m.spots[i].word].Sentence
	for j, n := i+step, 0; j >= 0 && j < int32(len(m.spots)); j, n = j+step, n+1 {
		if m.words[m.spots[j].word].Sentence != sentence {
			break
		}
		if !m.spots[j].skip || n == 16 {
			return false
		}
	}
	return true
}

// fits reports whether the word at a spot is one that the item of a chain asks
// for.
func (m *matcher) fits(c *chain, it *item, j int32) bool {
	s := &m.spots[j]
	for _, t := range m.tokens[s.from:s.to] {
		if t&typoBit != 0 {
			if c.n < minTypoItems {
				continue
			}
			t &^= typoBit
		}
		if it.class < 0 {
			if t == ^it.class {
				return true
			}
			continue
		}
		if tokens := m.l.classes[it.class].tokens; len(tokens) <= 8 {
			if slices.Contains(tokens, t) {
				return true
			}
		} else if _, ok := slices.BinarySearch(tokens, t); ok {
			return true
		}
	}
	return false
}

// A kept hit stays, with its scope.
type kept struct {
	hit
	scope Scope
}

// report appends what stays of the hits.
func (m *matcher) report(dst []Match) []Match {
	if len(m.hits) == 0 {
		return dst
	}
	l := m.l
	byPlace := func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.pattern, b.pattern))
	}
	slices.SortFunc(m.cues, byPlace)
	slices.SortFunc(m.dividers, byPlace)
	slices.SortFunc(m.barred, byPlace)
	slices.SortFunc(m.hits, func(a, b hit) int {
		p, q := &l.patterns[a.pattern], &l.patterns[b.pattern]
		return cmp.Or(cmp.Compare(p.group, q.group), cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to),
			cmp.Compare(q.Weight, p.Weight), cmp.Compare(a.pattern, b.pattern))
	})
	m.kept = m.kept[:0]
	group := int32(-1)
	for _, h := range m.hits {
		p := &l.patterns[h.pattern]
		if m.isBarred(h, p.group) {
			continue
		}
		scope := m.scopeOf(h)
		if n := len(m.kept); n > 0 && p.group == group {
			last := &m.kept[n-1]
			if h.from <= last.to {
				before := &l.patterns[last.pattern]
				same := h.from == last.from && h.to == last.to
				if same || p.lang != before.lang { // another language sees the same words
					scope |= last.scope
					last.scope = scope
				}
				if same || p.Weight <= before.Weight {
					continue
				}
			}
		}
		group = p.group
		m.kept = append(m.kept, kept{h, scope})
	}
	slices.SortStableFunc(m.kept, func(a, b kept) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	for _, k := range m.kept {
		p := &l.patterns[k.pattern]
		first, last := int(m.spots[k.from].word), int(m.spots[k.to].word)
		dst = append(dst, Match{
			Group: p.Group, Weight: p.Weight, Language: p.Language, Pattern: p, Scope: k.scope,
			Start: m.words[first].Start, End: m.words[last].End, FirstWord: first, LastWord: last,
		})
	}
	return dst
}

// isBarred reports whether an exclusion of the group overlaps a hit.
func (m *matcher) isBarred(h hit, group int32) bool {
	lo, hi := 0, len(m.barred)
	for lo < hi {
		if mid := (lo + hi) / 2; m.barred[mid].from > h.to {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	for i := lo - 1; i >= 0 && i >= lo-maxCues; i-- {
		if b := m.barred[i]; b.to >= h.from && m.l.patterns[b.pattern].group == group {
			return true
		}
	}
	return false
}
