package phrase

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a lexicon file.
const (
	maxSize    = 8 << 20 // bytes of a file
	maxLine    = 4096    // bytes of a line
	maxDepth   = 8       // parentheses in parentheses
	maxItems   = 32      // words one after the other
	maxGaps    = 3       // gaps in a pattern
	maxChains  = 1000    // sequences that a pattern stands for
	maxSet     = 2000    // words of a named set or of an alternative
	maxSources = 4096
)

// A Source is a parsed lexicon file, for Compile.
type Source struct {
	name, language string
	patterns       []Pattern
	spreads        []spread // by pattern
}

// Name returns the name given to Parse.
func (s *Source) Name() string { return s.name }

// Language returns the language that the file declares.
func (s *Source) Language() string { return s.language }

// Len returns the number of patterns in the file.
func (s *Source) Len() int { return len(s.patterns) }

// Parse reads a lexicon file; the package comment describes the format. The
// error joins an [*Error] for each mistake, up to twenty.
func Parse(name string, data []byte) (*Source, error) {
	p := parser{src: &Source{name: name}, words: map[string][]*form{}, sets: map[string]node{}}
	if len(data) > maxSize {
		return nil, &Error{name, 1, 1, fmt.Sprintf("file of %d bytes, more than %d", len(data), maxSize)}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for len(data) > 0 && len(p.errs) < maxErrors {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		p.lineNo++
		p.readLine(strings.TrimRight(string(line), "\r"))
		data = rest
	}
	if p.src.language == "" && len(p.errs) == 0 {
		p.lineNo = 1
		p.fail(0, `no language: the file begins with "language: en" or "language: any"`)
	}
	if err := p.errs.err(); err != nil {
		return nil, err
	}
	return p.src, nil
}

// A parser reads one file.
type parser struct {
	scratch scratch
	src     *Source
	words   map[string][]*form
	sets    map[string]node
	errs    errorList
	lineNo  int
	line    string

	head    Pattern // what the section says of its patterns
	open    bool    // whether a section has begun
	setName string  // the set that the section defines, "" for patterns
}

// fail reports a mistake at a byte of the line.
func (p *parser) fail(at int, format string, args ...any) {
	if len(p.errs) < maxErrors {
		col := utf8.RuneCountInString(p.line[:min(at, len(p.line))]) + 1
		p.errs = append(p.errs, &Error{p.src.name, p.lineNo, col, fmt.Sprintf(format, args...)})
	}
}

func (p *parser) readLine(line string) {
	p.line = line
	if len(line) > maxLine {
		p.fail(maxLine, "line of %d bytes, more than %d", len(line), maxLine)
		return
	}
	if !utf8.ValidString(line) {
		p.fail(0, "not UTF-8")
		return
	}
	end := commentAt(line)
	body := strings.TrimSpace(line[:end])
	at := strings.Index(line, body)
	switch {
	case body == "":
	case body[0] == '[':
		p.section(body, at)
	case p.src.language == "":
		p.language(body, at)
	case !p.open:
		p.fail(at, "pattern before the first [section]")
	default:
		p.patterns(line[:end], at)
	}
}

// commentAt returns where the comment of a line begins: at a # that is first or
// comes after white space.
func commentAt(line string) int {
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return i
		}
	}
	return len(line)
}

func (p *parser) language(body string, at int) {
	key, value, ok := strings.Cut(body, ":")
	value = strings.TrimSpace(value)
	if !ok || strings.TrimSpace(key) != "language" {
		p.fail(at, `no language: the file begins with "language: en" or "language: any"`)
		p.src.language = Any
		return
	}
	for _, r := range value {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' {
			p.fail(at, "language %q is no BCP 47 tag", value)
			break
		}
	}
	if value == "" {
		p.fail(at, "language is empty")
		value = Any
	}
	p.src.language = value
}

// section reads [group strength attributes], [group not], [set name], [scope
// but] or [scope kind side reach].
func (p *parser) section(body string, at int) {
	p.open, p.setName = true, ""
	p.head = Pattern{Language: p.src.language, File: p.src.name, Weight: 1}
	if p.src.language == "" {
		p.fail(at, `no language: the file begins with "language: en" or "language: any"`)
		p.src.language = Any
	}
	if body[len(body)-1] != ']' {
		p.fail(at+len(body), "section without ]")
		return
	}
	words := strings.Fields(body[1 : len(body)-1])
	if len(words) == 0 {
		p.fail(at, "section without a name")
		return
	}
	switch words[0] {
	case "set":
		if len(words) != 2 || !setName(words[1]) {
			p.fail(at, "a set has one name, of letters and hyphens: [set person]")
			return
		}
		if _, ok := p.sets[words[1]]; ok || builtin(words[1]) >= 0 {
			p.fail(at, "set %q is defined already", words[1])
		}
		p.setName = words[1]
	case "scope":
		p.scope(words[1:], at)
	default:
		p.group(words, at)
	}
}

func setName(s string) bool {
	for _, r := range s {
		if r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// strengths are the words for weights: in how many texts of a hundred that
// match, a careful author expects the group to be meant. Set by hand.
var strengths = map[string]float64{"strong": 0.9, "medium": 0.65, "weak": 0.35}

func weight(word string) (float64, bool) {
	if w, ok := strengths[word]; ok {
		return w, true
	}
	if word == "" || word[0] != '0' && word[0] != '1' {
		return 0, false
	}
	w, err := strconv.ParseFloat(word, 64)
	return w, err == nil
}

func (p *parser) group(words []string, at int) {
	p.head.Group = words[0]
	weighed := false
	for _, word := range words[1:] {
		if word == "not" {
			p.head.use = excludes
			continue
		}
		w, ok := weight(word)
		switch {
		case !ok:
			p.head.Attrs = append(p.head.Attrs, word)
		case weighed:
			p.fail(at, "more than one strength")
		case !(w >= 0 && w <= 1):
			p.fail(at, "strength %s outside [0,1]", word)
		default:
			p.head.Weight, weighed = w, true
		}
	}
}

func (p *parser) scope(words []string, at int) {
	p.head.Group = "scope"
	if len(words) == 1 && words[0] == "but" {
		p.head.use = divides
		return
	}
	const usage = "a scope reads [scope KIND before|after|around REACH], REACH a number of words, clause, sentence or text"
	if len(words) != 3 {
		p.fail(at, usage)
		return
	}
	var ok [3]bool
	p.head.use = scopes
	p.head.scope, ok[0] = cueScopes[words[0]]
	p.head.side, ok[1] = sides[words[1]]
	p.head.reach, ok[2] = reaches[words[2]]
	if n, err := strconv.Atoi(words[2]); err == nil && n >= 0 && n <= maxReach {
		p.head.reach, ok[2] = n*wordUnits, true
	}
	for i, good := range ok {
		if !good {
			p.fail(at, "%q: %s", words[i], usage)
		}
	}
	p.head.Attrs = []string{words[0]}
}
