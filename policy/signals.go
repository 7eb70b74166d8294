package policy

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/phrase"
	"go.yaml.in/yaml/v4"
)

// signal is a signal of the policy's own.
type signal struct {
	kind    escalate.Kind
	doc     string
	phrases []*phrase.Source  // it is found by these
	model   escalate.Detector // or by this classifier; else by a detector of the host's
	place   *yaml.Node
	file    string
}

// ClassifierLoader makes the detector of a trained classifier from the bytes of
// its file. The detector reports kind, among others perhaps.
type ClassifierLoader func(kind escalate.Kind, model []byte) (escalate.Detector, error)

// An Option configures the loading of a policy. The option is [WithClassifiers].
type Option func(*decoder)

// WithClassifiers says how classifiers that a policy names are loaded. Without
// it, naming one is a mistake.
func WithClassifiers(load ClassifierLoader) Option { return func(d *decoder) { d.classifiers = load } }

const (
	maxSignals = 200
	// maxModel and maxLexicon are the greatest sizes of files that signals name.
	maxModel   = 64 << 20
	maxLexicon = 1 << 20
)

// families are the names that conditions use for other things than signals.
var families = []string{"state", "threshold", "facts", "act", "history"}

// reserved are words that CEL does not take as a part of a name.
var reserved = []string{"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let",
	"loop", "package", "namespace", "null", "return", "true", "var", "void", "while"}

func (d *decoder) signal(f *file, k, v *yaml.Node) {
	s := &signal{kind: escalate.Kind(k.Value), place: k, file: d.name}
	field := "signals." + clip(k.Value)
	family, _, _ := strings.Cut(k.Value, ".")
	_, variable := stateVarOf(k.Value)
	switch {
	case !s.kind.Valid():
		d.fail(k, "signals", "%q is not of the form family.name", clip(k.Value)).Hint = "lower case letters, digits and _, for instance shop.bulk_order"
		return
	case slices.Contains(families, family) || variable:
		d.fail(k, "signals", "%q: %s. means something else in conditions", clip(k.Value), family)
		return
	case slices.ContainsFunc(strings.Split(k.Value, "."), func(part string) bool { return slices.Contains(reserved, part) }):
		d.fail(k, "signals", "%q has a word that conditions cannot name", clip(k.Value))
		return
	case len(f.signals) >= maxSignals:
		d.fail(k, "signals", "more than %d", maxSignals)
		return
	}
	var phrases, model *yaml.Node
	d.fields(v, field, map[string]func(*yaml.Node){
		"doc":        func(n *yaml.Node) { s.doc = d.text(n, field+".doc") },
		"phrases":    func(n *yaml.Node) { phrases = n },
		"classifier": func(n *yaml.Node) { model = n },
	})
	builtin := slices.Contains(escalate.Kinds(), s.kind)
	switch {
	case phrases != nil && model != nil:
		d.fail(model, field, "phrases and classifier: only one of them")
	case phrases != nil:
		s.phrases = d.phrases(phrases, field+".phrases", s.kind)
	case model != nil:
		s.model = d.model(model, field+".classifier", s.kind)
	case builtin:
		d.fail(k, field, "is built in; give phrases to add some")
	}
	if s.doc == "" && !builtin {
		d.fail(k, field+".doc", "missing")
	}
	f.signals[s.kind] = s
}

// beside reads a file that stands beside the policy or below.
func (d *decoder) beside(n *yaml.Node, field string, limit int) (data []byte, key string) {
	name := d.text(n, field)
	key = path.Join(path.Dir(d.name), name)
	switch {
	case name == "":
		return nil, ""
	case d.fsys == nil || strings.HasPrefix(d.name, presetPrefix):
		d.fail(n, field, "%q: only a policy loaded from a folder can name files", clip(name))
		return nil, ""
	case path.IsAbs(name) || !fs.ValidPath(path.Clean(name)) || !fs.ValidPath(key) || strings.Contains(name, "\\"):
		d.fail(n, field, "%q leaves the folder of the policy", clip(name))
		return nil, ""
	}
	info, err := fs.Stat(d.fsys, key)
	if err == nil && info.Size() > int64(limit) {
		d.fail(n, field, "%q: %d bytes, more than %d", clip(name), info.Size(), limit)
		return nil, ""
	}
	if err == nil {
		data, err = fs.ReadFile(d.fsys, key)
	}
	if err != nil {
		d.fail(n, field, "%q is no file beside the policy", clip(name))
		return nil, ""
	}
	d.sum.Write(data)
	return data, key
}

func (d *decoder) model(n *yaml.Node, field string, kind escalate.Kind) escalate.Detector {
	if d.classifiers == nil {
		d.fail(n, field, "no loader of classifiers").Hint = "see policy.WithClassifiers"
		return nil
	}
	data, _ := d.beside(n, field, maxModel)
	if data == nil {
		return nil
	}
	out, err := d.classifiers(kind, data)
	switch {
	case err != nil:
		d.fail(n, field, "%v", err)
	case out == nil || !slices.Contains(out.Info().Kinds, kind):
		d.fail(n, field, "the classifier does not report %s", kind)
	}
	return out
}

// phrases reads a lexicon file's name, or lists of phrases by language.
func (d *decoder) phrases(n *yaml.Node, field string, kind escalate.Kind) []*phrase.Source {
	if n.Kind == yaml.ScalarNode {
		data, key := d.beside(n, field, maxLexicon)
		if data == nil {
			return nil
		}
		src, err := phrase.Parse(key, data)
		if err != nil {
			d.lexiconErrors(err, func(e *phrase.Error) (string, int, int) { return key, e.Line, e.Col }, field)
			return nil
		}
		d.sources[key] = data
		return []*phrase.Source{src}
	}
	var out []*phrase.Source
	d.each(n, field, func(k, v *yaml.Node) {
		if v.Kind != yaml.SequenceNode || len(v.Content) == 0 {
			d.fail(v, field+"."+clip(k.Value), "want a list of phrases, got %s", shape(v))
			return
		}
		if k.Value != phrase.Any && !tagForm.MatchString(strings.ToLower(k.Value)) {
			d.fail(k, field, "%q is no language", clip(k.Value)).Hint = "a BCP 47 tag such as en or vi, or any"
			return
		}
		var b strings.Builder
		fmt.Fprintf(&b, "language: %s\n[%s strong]\n", k.Value, kind)
		good := true
		for _, c := range v.Content {
			text := d.text(c, field)
			if text = strings.TrimSpace(text); text == "" || text[0] == '[' || strings.ContainsAny(text, "\n\r") {
				d.fail(c, field, "%q is no phrase", clip(text))
				good = false
			}
			b.WriteString(text + "\n")
		}
		if !good {
			return
		}
		src, err := phrase.Parse(d.name, []byte(b.String()))
		if err != nil {
			d.lexiconErrors(err, func(e *phrase.Error) (string, int, int) {
				if i := e.Line - 3; i >= 0 && i < len(v.Content) { // two lines of head
					return d.name, v.Content[i].Line, v.Content[i].Column
				}
				return d.name, k.Line, k.Column
			}, field)
			return
		}
		out = append(out, src)
	})
	return out
}

func (d *decoder) lexiconErrors(err error, place func(e *phrase.Error) (string, int, int), field string) {
	var list []error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	} else {
		list = []error{err}
	}
	for _, err := range list {
		var e *phrase.Error
		if !errors.As(err, &e) {
			d.fail(nil, field, "%v", err)
			continue
		}
		x := d.fail(nil, field, "%s", e.Problem)
		x.File, x.Line, x.Col = place(e)
	}
}

//go:embed cues/*.txt
var cueFiles embed.FS

// detectors makes the detectors of the policy's own signals.
func (d *decoder) detectors(f *file) []escalate.Detector {
	var out []escalate.Detector
	var sources []*phrase.Source
	var kinds []escalate.Kind
	languages := map[string]bool{}
	for _, k := range slices.Sorted(maps.Keys(f.signals)) {
		s := f.signals[k]
		if s.model != nil {
			out = append(out, s.model)
		}
		if s.phrases == nil {
			continue
		}
		kinds = append(kinds, k)
		for _, src := range s.phrases {
			sources = append(sources, src)
			languages[src.Language()] = true
		}
	}
	if len(sources) == 0 {
		return out
	}
	names, err := fs.Glob(cueFiles, "cues/*.txt")
	for _, name := range names {
		data, rerr := cueFiles.ReadFile(name)
		src, perr := phrase.Parse(name, data)
		if err = cmp.Or(err, rerr, perr); err == nil && languages[src.Language()] {
			sources = append(sources, src)
		}
	}
	var lex *phrase.Lexicon
	if err == nil {
		lex, err = phrase.Compile(sources...)
	}
	if err != nil {
		d.fail(nil, "signals", "%v", err)
		return out
	}
	var known []string
	if !languages[phrase.Any] {
		known = slices.Sorted(maps.Keys(languages))
	}
	return append(out, phraseDetector(f.name, lex, kinds, known))
}
