package phrase

import (
	"strings"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// A node is a part of a pattern.
type node struct {
	kind  nodeKind
	words []*form // wordNode: the word, or alternatives
	gap   int     // gapNode: words
	subs  []node  // the parts of a sequence, the alternatives, or the optional part
}

type nodeKind uint8

const (
	seqNode nodeKind = iota
	altNode
	optNode
	wordNode
	gapNode
	startNode // ^
	endNode   // $
)

// A form is what a word of a text is compared with.
type form struct {
	folded, stripped string
	mode             mode
	exact            bool
	arabic           bool // compared without marks and hamza seats
	single           bool // a word of its own for ? in a script without spaces
}

type mode uint8

const (
	whole mode = iota
	prefix
	suffix
	builtinMode // folded names the class of words
)

// patterns reads the patterns of a line, separated by semicolons.
func (p *parser) patterns(line string, at int) {
	r := reader{p: p, s: line, i: at}
	for {
		start := r.i
		weightAt := -1
		n := r.alternatives(0)
		end := r.i
		w := p.head.Weight
		if r.peek() == '{' {
			weightAt = r.i
			w = r.strength()
		}
		written := strings.TrimSpace(line[start:end])
		if r.failed {
			return
		}
		if written == "" && weightAt >= 0 {
			p.fail(weightAt, "strength of nothing")
			return
		}
		if written != "" {
			p.finish(n, written, w, start)
		}
		switch r.peek() {
		case ';':
			r.i++
		case 0:
			return
		default:
			p.fail(r.i, "%q is out of place", rune(r.peek()))
			return
		}
	}
}

// finish adds a pattern to the source, or to the set that is being defined.
func (p *parser) finish(n node, written string, w float64, at int) {
	if p.setName != "" {
		set := p.sets[p.setName]
		set.kind = altNode
		set.subs = append(set.subs, n)
		p.sets[p.setName] = set
		return
	}
	pattern := p.head
	pattern.Line, pattern.Text, pattern.Weight = p.lineNo, written, w
	all, problem := spreadOf(&n, &p.scratch)
	if problem != "" {
		p.fail(at, "%s", problem)
		return
	}
	p.src.patterns = append(p.src.patterns, pattern)
	p.src.spreads = append(p.src.spreads, all)
}

// A reader reads the patterns of a line.
type reader struct {
	p      *parser
	s      string
	i      int
	failed bool
}

func (r *reader) fail(at int, format string, args ...any) {
	if !r.failed {
		r.p.fail(at, format, args...)
		r.failed = true
	}
	r.i = len(r.s)
}

// peek returns the next byte after white space, 0 at the end.
func (r *reader) peek() byte {
	for r.i < len(r.s) {
		c, n := utf8.DecodeRuneInString(r.s[r.i:])
		if c != ' ' && c != '\t' && c != '\u3000' && c != '\u00a0' {
			return r.s[r.i]
		}
		r.i += n
	}
	return 0
}

// alternatives reads sequences separated by |.
func (r *reader) alternatives(depth int) node {
	first := r.sequence(depth)
	if r.peek() != '|' {
		return first
	}
	alt := node{kind: altNode, subs: []node{first}}
	for r.peek() == '|' {
		at := r.i
		r.i++
		n := r.sequence(depth)
		if len(n.subs) == 0 && n.kind == seqNode {
			r.fail(at, "empty alternative")
		}
		alt.subs = append(alt.subs, n)
	}
	if first.kind == seqNode && len(first.subs) == 0 {
		r.fail(r.i, "empty alternative")
	}
	if len(alt.subs) > maxSet {
		r.fail(r.i, "more than %d alternatives", maxSet)
	}
	return alt
}

// sequence reads parts up to what ends them.
func (r *reader) sequence(depth int) node {
	seq := node{kind: seqNode}
	for {
		at := r.i
		switch c := r.peek(); c {
		case 0, '|', ')', ';', '{':
			if len(seq.subs) == 1 {
				return seq.subs[0]
			}
			return seq
		case '(':
			at = r.i
			r.i++
			if depth == maxDepth {
				r.fail(at, "parentheses deeper than %d", maxDepth)
				return seq
			}
			n := r.alternatives(depth + 1)
			if r.failed {
				return seq
			}
			if r.peek() != ')' {
				r.fail(at, "( without )")
				return seq
			}
			r.i++
			if n.kind == seqNode && len(n.subs) == 0 {
				r.fail(at, "empty parentheses")
				return seq
			}
			seq.subs = append(seq.subs, n)
		case '<':
			if n, ok := r.setRef(); ok {
				seq.subs = append(seq.subs, n)
			}
		case '?':
			if len(seq.subs) == 0 || seq.subs[len(seq.subs)-1].kind == optNode || seq.subs[len(seq.subs)-1].kind >= gapNode {
				r.fail(r.i, `? follows nothing that can be left out; a question mark is written \?`)
				return seq
			}
			r.i++
			last := &seq.subs[len(seq.subs)-1]
			*last = node{kind: optNode, subs: []node{*last}}
		case '^', '$':
			r.i++
			kind := startNode
			if c == '$' {
				kind = endNode
			}
			seq.subs = append(seq.subs, node{kind: kind})
		case '>', ']', '[', '}':
			r.fail(r.i, `%q is out of place; as itself it is written \%c`, rune(c), rune(c))
			return seq
		default:
			r.word(&seq)
		}
		if r.failed {
			return seq
		}
	}
}

// setRef reads <name>.
func (r *reader) setRef() (node, bool) {
	at := r.i
	end := strings.IndexByte(r.s[r.i:], '>')
	if end < 0 {
		r.fail(at, "< without >")
		return node{}, false
	}
	name := r.s[at+1 : at+end]
	r.i += end + 1
	if builtin(name) >= 0 {
		return node{kind: wordNode, words: []*form{{folded: name, mode: builtinMode, single: true}}}, true
	}
	set, ok := r.p.sets[name]
	if !ok {
		r.fail(at, "set %q is not defined above", name)
		return node{}, false
	}
	return set, true
}

// strength reads {weak} or {0.4}.
func (r *reader) strength() float64 {
	at := r.i
	end := strings.IndexByte(r.s[r.i:], '}')
	if end < 0 {
		r.fail(at, "{ without }")
		return 0
	}
	w, ok := weight(strings.TrimSpace(r.s[at+1 : at+end]))
	if !ok || !(w >= 0 && w <= 1) {
		r.fail(at, "strength %s is neither strong, medium, weak nor a number in [0,1]", r.s[at:at+end+1])
		return 0
	}
	r.i += end + 1
	return w
}

// word reads a word, or a gap, and appends it to seq.
func (r *reader) word(seq *node) {
	at := r.i
	exact := false
	if r.s[r.i] == '=' {
		exact = true
		r.i++
	}
	var b strings.Builder
	escaped, stars := false, 0
	m := whole
scan:
	for r.i < len(r.s) {
		c, n := utf8.DecodeRuneInString(r.s[r.i:])
		switch c {
		case ' ', '\t', '\u3000', '\u00a0', '(', ')', '|', '?', ';', '<', '>', '{', '}', '[', ']', '^', '$':
			break scan
		case '\\':
			r.i++
			if r.i == len(r.s) {
				r.fail(at, `\ before nothing`)
				return
			}
			c, n = utf8.DecodeRuneInString(r.s[r.i:])
			escaped = true
		case '*':
			stars++
			if b.Len() == 0 {
				m = suffix
			} else {
				m = prefix
			}
			r.i++
			if m == prefix {
				break scan
			}
			continue
		}
		b.WriteRune(c)
		r.i += n
	}
	s := b.String()
	if stars == 0 && !exact && !escaped {
		if gap := gapWords(s); gap > 0 {
			seq.subs = append(seq.subs, node{kind: gapNode, gap: gap})
			return
		}
	}
	if stars > 1 || stars == 1 && s == "" {
		r.fail(at, `* stands at the end or at the start of a word; as itself it is written \*`)
		return
	}
	forms := r.p.forms(r.s[at:r.i], s, escaped, exact, m)
	if len(forms) == 0 {
		if s == "" {
			r.fail(at, "= before nothing")
		}
		return // punctuation, which patterns leave out
	}
	into := seq
	if len(forms) > 1 && !forms[len(forms)-1].single {
		seq.subs = append(seq.subs, node{kind: seqNode}) // so that ? is for all of "e-mail"
		into = &seq.subs[len(seq.subs)-1]
	}
	for k := range forms {
		into.subs = append(into.subs, node{kind: wordNode, words: forms[k : k+1 : k+1]})
	}
}

// gapWords returns the words that a gap may be, 0 for what is no gap.
func gapWords(s string) int {
	switch s {
	case "..":
		return 2
	case "...", "…":
		return 4
	case "....":
		return 8
	}
	return 0
}

// forms returns the words of s, written so, as a text would have them.
// Punctuation counts only where it was escaped.
func (p *parser) forms(written, s string, escaped, exact bool, m mode) []*form {
	if f, ok := p.words[written]; ok {
		return f
	}
	t := text.New(s)
	words := t.Words()
	all := make([]form, 0, len(words))
	for i := range words {
		w := &words[i]
		if w.Kind == text.Punct && !escaped {
			continue
		}
		all = append(all, form{
			folded: strings.Clone(w.Folded), stripped: strings.Clone(w.Stripped), exact: exact,
			arabic: w.Script == text.Arabic, single: w.Script.Spaceless(),
		})
	}
	forms := make([]*form, len(all))
	for k := range all {
		if k == len(all)-1 && m == prefix || k == 0 && m == suffix {
			all[k].mode = m
		}
		forms[k] = &all[k]
	}
	p.words[strings.Clone(written)] = forms
	return forms
}
