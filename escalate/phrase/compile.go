package phrase

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
)

// An item is what one word of a text must be. A class below zero is the token
// of its complement.
type item struct {
	class    int32
	gap      uint8 // words that may come before it
	optional bool
}

// A class is alternatives, a range of tokens in order.
type class struct{ tokens []int32 }

// A chain is a sequence of items that a pattern stands for. Matching begins at
// the anchor, the item of the rarest words.
type chain struct {
	first   int32
	pattern int32
	n       uint8
	anchor  uint8
	lang    uint8
	start   bool // begins a sentence
	end     bool // ends a sentence
}

// spans are ranges of a slice by number: those of k are from at[k] to at[k+1].
type spans []int32

func (s spans) of(k int32) (int32, int32) { return s[k], s[k+1] }

// maxLanguages is the number of languages that fit a set, Any among them.
const maxLanguages = 64

// maxTotal bounds the items of a lexicon.
const maxTotal = 16 << 20

// Compile joins sources to a lexicon. Sources of one language may be many; the
// order of sources is that of patterns where matches are equal otherwise.
func Compile(sources ...*Source) (*Lexicon, error) {
	b := newBuilder()
	for _, s := range sources {
		if s == nil {
			return nil, errors.New("phrase: nil source")
		}
		if err := b.add(s); err != nil {
			return nil, err
		}
	}
	return b.lexicon(), nil
}

type tokenKey struct {
	folded string
	mode   mode
	exact  bool
}

// A builder builds a lexicon.
type builder struct {
	l       *Lexicon
	tokens  map[tokenKey]int32
	known   map[*form]int32 // the same, by what a source shares
	forms   []form          // by token
	classes map[string]int32
	groups  map[string]int32
	key     []byte
	scratch scratch
	sources int
}

func newBuilder() *builder {
	b := &builder{l: &Lexicon{languages: []string{Any}}, tokens: map[tokenKey]int32{}, classes: map[string]int32{}, groups: map[string]int32{}}
	for range builtins {
		b.forms = append(b.forms, form{mode: builtinMode})
	}
	return b
}

// lexicon finishes what was added.
func (b *builder) lexicon() *Lexicon {
	b.index()
	b.anchor()
	b.l.scratch.New = func() any { return &matcher{} }
	return b.l
}

func (b *builder) add(s *Source) error {
	if b.sources++; b.sources > maxSources {
		return fmt.Errorf("phrase: more than %d sources", maxSources)
	}
	b.known = map[*form]int32{} // no two sources share one
	lang := slices.Index(b.l.languages, s.language)
	if lang < 0 {
		lang = len(b.l.languages)
		if lang == maxLanguages {
			return fmt.Errorf("phrase: %s: more than %d languages", s.name, maxLanguages-1)
		}
		b.l.languages = append(b.l.languages, s.language)
	}
	base := len(b.l.patterns)
	for i := range s.patterns {
		p := s.patterns[i]
		p.lang = uint8(lang)
		g, ok := b.groups[p.Group]
		if !ok {
			g = int32(len(b.groups))
			b.groups[p.Group] = g
		}
		p.group = g
		b.l.patterns = append(b.l.patterns, p)
	}
	for i, all := range s.spreads {
		b.classify(all).each(b.scratch.head[:0], func(c []part) bool {
			items, start, end, _ := settle(b.scratch.items[:0], c)
			b.scratch.items = items
			b.l.chains = append(b.l.chains, chain{
				first: int32(len(b.l.items)), n: uint8(len(items)), pattern: int32(base + i), lang: uint8(lang), start: start, end: end,
			})
			for k := range items {
				b.l.items = append(b.l.items, item{items[k].class, uint8(items[k].gap), items[k].optional})
			}
			return len(b.l.items) <= maxTotal
		})
		if len(b.l.items) > maxTotal {
			return fmt.Errorf("phrase: %s: more than %d words in all", s.name, maxTotal)
		}
	}
	return nil
}

// classify returns sequences with the classes of their words.
func (b *builder) classify(all spread) spread {
	out := make(spread, len(all))
	for i, chains := range all {
		out[i] = make([][]part, len(chains))
		for k, c := range chains {
			c = slices.Clone(c)
			for j := range c {
				if c[j].forms != nil {
					c[j].class = b.class(c[j].forms)
				}
			}
			out[i][k] = c
		}
	}
	return out
}

// token returns the number of a word.
func (b *builder) token(f *form) int32 {
	if f.mode == builtinMode {
		t := builtin(f.folded)
		b.l.usesAny = b.l.usesAny || t == tokenAny
		return t
	}
	if t, ok := b.known[f]; ok {
		return t
	}
	key := tokenKey{f.folded, f.mode, f.exact}
	t, ok := b.tokens[key]
	if !ok {
		t = int32(len(b.forms))
		b.tokens[key] = t
		b.forms = append(b.forms, *f)
	}
	b.known[f] = t
	return t
}

// class returns the number of alternatives, the complement of the token for one.
func (b *builder) class(forms []*form) int32 {
	if len(forms) == 1 {
		return ^b.token(forms[0])
	}
	tokens := make([]int32, 0, len(forms))
	for i := range forms {
		tokens = append(tokens, b.token(forms[i]))
	}
	slices.Sort(tokens)
	tokens = slices.Compact(tokens)
	if len(tokens) == 1 {
		return ^tokens[0]
	}
	b.key = b.key[:0]
	for _, t := range tokens {
		b.key = binary.LittleEndian.AppendUint32(b.key, uint32(t))
	}
	c, ok := b.classes[string(b.key)]
	if !ok {
		c = int32(len(b.l.classes))
		b.classes[string(b.key)] = c
		b.l.classes = append(b.l.classes, class{tokens})
	}
	return c
}

// index builds the vocabulary.
func (b *builder) index() {
	v := &b.l.vocabulary
	var tables [3]map[string][]int32
	for i := range tables {
		tables[i] = map[string][]int32{}
	}
	for t := int32(builtins); t < int32(len(b.forms)); t++ {
		f := &b.forms[t]
		table := tables[f.mode]
		keys(f, func(key string) {
			if has := table[key]; len(has) == 0 || has[len(has)-1] != t {
				table[key] = append(has, t)
			}
			switch f.mode {
			case prefix:
				v.maxPrefix = max(v.maxPrefix, len(key))
				h := uint32(0)
				for i := range len(key) {
					h = (h ^ uint32(key[i])) * hashPrime
				}
				word, bit := hashBit(h)
				v.filter[word] |= bit
			case suffix:
				v.maxSuffix = max(v.maxSuffix, len(key))
			}
		})
	}
	flat := func(table map[string][]int32) map[string]tokenSpan {
		names := make([]string, 0, len(table))
		for k := range table {
			names = append(names, k)
		}
		sort.Strings(names) // the same bytes for the same lexicon
		out := make(map[string]tokenSpan, len(table))
		for _, k := range names {
			from := int32(len(v.ids))
			v.ids = append(v.ids, table[k]...)
			out[k] = tokenSpan{from, int32(len(v.ids))}
		}
		return out
	}
	v.typos.build(b.forms)
	v.words, v.prefixes, v.suffixes = flat(tables[whole]), flat(tables[prefix]), flat(tables[suffix])
}

// anchor picks for each chain the item that is least often tried in vain: the
// one whose words the fewest items of the lexicon share.
func (b *builder) anchor() {
	l := b.l
	uses := make([]int32, len(b.forms))
	uses[tokenAny], uses[tokenNumber] = 1<<24, 1<<12
	for i := range l.items {
		for _, t := range l.tokensOf(l.items[i].class, new([1]int32)) {
			uses[t]++
		}
	}
	counts := make([]int32, len(b.forms)+1)
	for i := range l.chains {
		c := &l.chains[i]
		best := int32(1<<31 - 1)
		for k := range int32(c.n) {
			it := &l.items[c.first+k]
			if it.optional {
				continue
			}
			cost := int32(0)
			for _, t := range l.tokensOf(it.class, new([1]int32)) {
				if b.forms[t].mode == prefix || b.forms[t].mode == suffix {
					cost += 4
				}
				cost = min(cost+uses[t], 1<<30)
			}
			if cost < best {
				best, c.anchor = cost, uint8(k)
			}
		}
		for _, t := range l.tokensOf(l.items[c.first+int32(c.anchor)].class, new([1]int32)) {
			counts[t+1]++
		}
	}
	for t := range b.forms {
		counts[t+1] += counts[t]
	}
	l.anchors = counts
	l.chainAt = make([]int32, counts[len(b.forms)])
	next := slices.Clone(counts)
	for i := range l.chains {
		c := &l.chains[i]
		for _, t := range l.tokensOf(l.items[c.first+int32(c.anchor)].class, new([1]int32)) {
			l.chainAt[next[t]] = int32(i)
			next[t]++
		}
	}
}

// tokensOf returns the tokens of a class, in one for a class of one.
func (l *Lexicon) tokensOf(c int32, one *[1]int32) []int32 {
	if c < 0 {
		one[0] = ^c
		return one[:]
	}
	return l.classes[c].tokens
}
