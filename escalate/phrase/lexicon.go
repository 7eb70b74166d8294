package phrase

import (
	"fmt"
	"io/fs"
	"sort"
	"sync"
)

// A Lexicon is compiled patterns of any number of languages. It is immutable
// and safe for concurrent use.
type Lexicon struct {
	patterns  []Pattern
	languages []string // by number; 0 is Any

	vocabulary
	classes []class
	items   []item
	chains  []chain
	anchors spans // token to numbers of chains
	chainAt []int32

	scratch sync.Pool
}

// Any is the language of patterns that hold in every language: emoji, names.
const Any = "any"

// A Pattern is one pattern of a lexicon file.
type Pattern struct {
	Group    string   // the first word of its section: "request.human"
	Attrs    []string // the further words of the section's head, without strength
	Weight   float64  // in [0, 1]
	Language string   // of its file, or Any
	File     string
	Line     int    // from 1
	Text     string // as written

	use   use
	side  side
	reach int // in sixths of a word, or reachClause and beyond
	scope Scope
	lang  uint8
	group int32
}

// String returns where the pattern is written, and the pattern.
func (p *Pattern) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// use is what a pattern is for.
type use uint8

const (
	finds    use = iota // a match is reported
	excludes            // matches of the group that it overlaps are not
	scopes              // gives matches near it a scope
	divides             // ends a clause
)

// Load parses and compiles the files of fsys that match the patterns of
// [fs.Glob]. A pattern that no file matches is an error.
func Load(fsys fs.FS, patterns ...string) (*Lexicon, error) {
	var names []string
	for _, p := range patterns {
		found, err := fs.Glob(fsys, p)
		if err != nil {
			return nil, fmt.Errorf("phrase: %q: %w", p, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("phrase: %q: no such lexicon", p)
		}
		names = append(names, found...)
	}
	sort.Strings(names)
	b := newBuilder() // takes each source as it is read: what parsing leaves is far larger than the lexicon
	var errs errorList
	for i, name := range names {
		if i > 0 && name == names[i-1] {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("phrase: %w", err)
		}
		s, err := Parse(name, data)
		if errs.add(err); errs.err() != nil {
			continue // for the mistakes in the other files
		}
		if err := b.add(s); err != nil {
			return nil, err
		}
	}
	if err := errs.err(); err != nil {
		return nil, err
	}
	return b.lexicon(), nil
}

// Languages returns the languages of the lexicon in order, without Any.
func (l *Lexicon) Languages() []string { return append([]string(nil), l.languages[1:]...) }

// Len returns the number of patterns.
func (l *Lexicon) Len() int { return len(l.patterns) }

// Groups returns the groups that Match may report, in order.
func (l *Lexicon) Groups() []string {
	seen := map[string]bool{}
	var groups []string
	for i := range l.patterns {
		if p := &l.patterns[i]; p.use == finds && !seen[p.Group] {
			seen[p.Group] = true
			groups = append(groups, p.Group)
		}
	}
	sort.Strings(groups)
	return groups
}

// A LanguageSet is a choice of a lexicon's languages. The zero LanguageSet is
// all of them. It means nothing to another lexicon.
type LanguageSet uint64

// Set returns the set of the languages given, Any always among them. Tags that
// the lexicon has no patterns for add nothing: a set of these alone leaves the
// patterns for Any.
func (l *Lexicon) Set(languages ...string) LanguageSet {
	set := LanguageSet(1)
	for i, tag := range l.languages {
		for _, want := range languages {
			if tag == want {
				set |= 1 << i
			}
		}
	}
	return set
}

func (s LanguageSet) has(lang uint8) bool { return s == 0 || s>>lang&1 != 0 }
