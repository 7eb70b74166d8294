package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"
)

const (
	// MaxBytes is the greatest size of a policy file.
	MaxBytes = 1 << 20
	// maxDepth is the deepest nesting in a policy file. Its own format needs
	// five levels; the limit is there for the parser's stack.
	maxDepth = 64
)

// decoder reads a policy file into a file, collecting every mistake.
type decoder struct {
	name  string
	fsys  fs.FS    // where what it extends stands; nil for presets only
	chain []string // the files on the way here
	sum   hash.Hash
	// sources are the files read, by name, for the columns of mistakes.
	sources     map[string][]byte
	errs        Errors
	classifiers ClassifierLoader
	rule        string // id of the rule being read
}

func (d *decoder) fail(n *yaml.Node, field, format string, args ...any) *Error {
	e := &Error{File: d.name, Rule: d.rule, Field: field, Msg: fmt.Sprintf(format, args...)}
	if n != nil {
		e.Line, e.Col = n.Line, n.Column
	}
	d.errs = append(d.errs, e)
	return e
}

// parseYAML returns the root of the single document in data. Aliases, anchors,
// merge keys, tags and duplicate keys are refused: a policy says what it says
// once, where it is read.
func (d *decoder) parseYAML(data []byte) *yaml.Node {
	if len(data) > MaxBytes {
		d.fail(nil, "", "%d bytes, more than %d", len(data), MaxBytes)
		return nil
	}
	if line, deep := tooDeep(data); deep {
		d.errs = append(d.errs, &Error{File: d.name, Line: line, Col: 1, Msg: fmt.Sprintf("nested deeper than %d levels", maxDepth)})
		return nil
	}
	dec := yaml.NewDecoder(strings.NewReader(string(joinSurrogates(data))))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		d.fail(nil, "", "the file is empty")
		return nil
	case err != nil:
		d.failYAML(err)
		return nil
	}
	if err := dec.Decode(&second); err == nil {
		d.fail(&second, "", "a second document; a policy is one")
		return nil
	} else if !errors.Is(err, io.EOF) {
		d.failYAML(err)
		return nil
	}
	if len(doc.Content) != 1 {
		d.fail(&doc, "", "the file is empty")
		return nil
	}
	before := len(d.errs)
	d.refuse(doc.Content[0], 1)
	if len(d.errs) > before {
		return nil
	}
	return doc.Content[0]
}

// tooDeep bounds what the YAML parser would recurse on, before it does: flow
// brackets and block indentation.
func tooDeep(data []byte) (line int, deep bool) {
	line = 1
	depth, indent, start, dashes := 0, 0, true, 0
	for _, c := range data {
		switch {
		case c == '\n':
			line, indent, start, dashes = line+1, 0, true, 0
			continue
		case start && (c == ' ' || c == '\t'):
			indent++
			continue
		case start && (c == '-' || c == '?'):
			dashes++
			if dashes > maxDepth {
				return line, true
			}
			continue
		}
		start = false
		switch c {
		case '[', '{':
			if depth++; depth > 4*maxDepth { // brackets in text and conditions are not nesting; the parser's own check is exact
				return line, true
			}
		case ']', '}':
			depth = max(0, depth-1)
		}
		if indent > 16*maxDepth {
			return line, true
		}
	}
	return 0, false
}

// surrogates are two \u escapes that stand for one code point in JSON. YAML has
// \U for it.
var surrogates = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// joinSurrogates makes a JSON file good YAML in the one point where it is not.
func joinSurrogates(data []byte) []byte {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n\ufeff"), []byte("{")) || !json.Valid(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		return data
	}
	return surrogates.ReplaceAllFunc(data, func(pair []byte) []byte {
		var r [2]rune
		for i := range r {
			n, _ := strconv.ParseUint(string(pair[6*i+2:6*i+6]), 16, 16) // the pattern says hexadecimal
			r[i] = rune(n)
		}
		return fmt.Appendf(nil, "\\U%08X", utf16.DecodeRune(r[0], r[1]))
	})
}

func (d *decoder) failYAML(err error) {
	e := &Error{File: d.name, Msg: strings.TrimPrefix(err.Error(), "yaml: ")}
	var line, col int
	// The parser says the place in its message and not in a field.
	if _, serr := fmt.Sscanf(e.Msg, "line %d: ", &line); serr == nil {
		e.Line, e.Col = line, 1
		_, e.Msg, _ = strings.Cut(e.Msg, ": ")
	} else if i := strings.Index(e.Msg, "line "); i >= 0 {
		if n, _ := fmt.Sscanf(e.Msg[i:], "line %d, column %d", &line, &col); n >= 1 {
			e.Line, e.Col = line, max(col, 1)
		}
	}
	d.errs = append(d.errs, e)
}

func (d *decoder) refuse(n *yaml.Node, depth int) {
	switch {
	case len(d.errs) > 20:
		return
	case depth > maxDepth:
		d.fail(n, "", "nested deeper than %d levels", maxDepth)
		return
	case n.Kind == yaml.AliasNode:
		d.fail(n, "", "aliases are not allowed; write the value out")
		return
	case n.Anchor != "":
		d.fail(n, "", "anchors are not allowed")
	case n.Style&yaml.TaggedStyle != 0:
		d.fail(n, "", "tags (%s) are not allowed", n.Tag)
	}
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]*yaml.Node, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i]
			switch {
			case k.Kind != yaml.ScalarNode:
				d.fail(k, "", "a key must be a word")
			case k.Tag == "!!merge":
				d.fail(k, "", "merge keys are not allowed")
			case seen[k.Value] != nil:
				d.fail(k, "", "%q again, first on line %d", clip(k.Value), seen[k.Value].Line)
			default:
				seen[k.Value] = k
			}
		}
	}
	for _, c := range n.Content {
		d.refuse(c, depth+1)
	}
}

// each calls f with each key and value of a mapping.
func (d *decoder) each(n *yaml.Node, field string, f func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, field, "want a mapping, got %s", shape(n))
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

// fields reads a mapping whose keys are fixed; an unknown one is a mistake.
func (d *decoder) fields(n *yaml.Node, field string, known map[string]func(*yaml.Node)) {
	d.each(n, field, func(k, v *yaml.Node) {
		if f := known[k.Value]; f != nil {
			f(v)
			return
		}
		names := make([]string, 0, len(known))
		for name := range known {
			names = append(names, name)
		}
		d.fail(k, field, "unknown field %q", clip(k.Value)).Hint = didYouMean(k.Value, names)
	})
}

// text reads a string. A number or boolean written without quotes is one too
// (version: 1), for that is what people write.
func (d *decoder) text(n *yaml.Node, field string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		d.fail(n, field, "want text, got %s", shape(n))
		return ""
	}
	return n.Value
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return "nothing"
		}
		return fmt.Sprintf("%q", clip(n.Value))
	default:
		return "something else"
	}
}

// clip shortens what a message quotes.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
