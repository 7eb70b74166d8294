package policy

import (
	"fmt"
	"io/fs"

	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// Spec is a policy written in Go: the same as a file, field by field, for hosts
// that compute their policies. Spec.Policy checks it as a file is checked.
type Spec struct {
	Name    string `yaml:"name"`
	Version string `yaml:"version,omitempty"`
	Doc     string `yaml:"doc,omitempty"`
	// Extends is a preset's name, or a file where [WithFiles] is given.
	Extends    string                      `yaml:"extends,omitempty"`
	Remove     []string                    `yaml:"remove,omitempty"`
	Thresholds map[string]float64          `yaml:"thresholds,omitempty"`
	Facts      map[string]Fact             `yaml:"facts,omitempty"`
	Signals    map[escalate.Kind]OwnSignal `yaml:"signals,omitempty"`
	Queue      ByKey                       `yaml:"queue,omitempty"`
	// Offers is nil for 8 turns between offers, or what the base says.
	Offers *Offers `yaml:"offers,omitempty"`
	Rules  []Rule  `yaml:"rules,omitempty"`
}

// ByKey is a text by vertical (queues) or by language (messages); "default" is
// for all others and must be there.
type ByKey map[string]string

// Always is one text for every vertical or language.
func Always(text string) ByKey { return ByKey{"default": text} }

// Offers says how often a person is offered.
type Offers struct {
	// Every is how many customer turns pass between soft offers; 0: no limit.
	Every int `yaml:"every"`
}

// Fact declares a fact of the host.
type Fact struct {
	// Type is text, number, boolean or list.
	Type string `yaml:"type"`
	// Default stands in where the host gives none: a string, a number, a bool or
	// a []string; nil for the zero of the type.
	Default any    `yaml:"default,omitempty"`
	Doc     string `yaml:"doc,omitempty"`
}

// OwnSignal declares a signal of the policy's own. With neither phrases nor a
// classifier, a detector of the host reports it.
type OwnSignal struct {
	Doc string `yaml:"doc,omitempty"`
	// Phrases are patterns by language, as package phrase describes them.
	Phrases map[string][]string `yaml:"phrases,omitempty"`
	// Classifier is the name of a file; see [WithFiles] and [WithClassifiers].
	Classifier string `yaml:"classifier,omitempty"`
}

// Rule is a rule of a [Spec].
type Rule struct {
	ID       string `yaml:"id"`
	Doc      string `yaml:"doc,omitempty"`
	When     string `yaml:"when"`
	Unless   string `yaml:"unless,omitempty"`
	Cooldown int    `yaml:"cooldown,omitempty"`
	Then     Then   `yaml:"then"`
}

// Then is what a [Rule] does.
type Then struct {
	Action   escalate.Action   `yaml:"action"`
	Priority escalate.Priority `yaml:"priority,omitempty"`
	Queue    ByKey             `yaml:"queue,omitempty"`
	Message  ByKey             `yaml:"message,omitempty"`
	// Text explains the rule where Doc does not.
	Text   string        `yaml:"text,omitempty"`
	Signal escalate.Kind `yaml:"signal,omitempty"`
	// Insist lifts what holds soft offers back.
	Insist bool `yaml:"insist,omitempty"`
}

// WithFiles gives the folder in which a policy from bytes or from Go finds what
// it names.
func WithFiles(fsys fs.FS) Option { return func(d *decoder) { d.fsys = fsys } }

// File returns the policy as a YAML file. The same Spec gives the same bytes.
func (s Spec) File() ([]byte, error) {
	b, err := yaml.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("policy: %q: %w", s.Name, err)
	}
	return b, nil
}

// Policy compiles the policy. The error is that of [Parse]; its places are
// those in what File returns.
func (s Spec) Policy(opts ...Option) (*Policy, error) {
	b, err := s.File()
	if err != nil {
		return nil, err
	}
	return Parse(s.Name+".yaml", b, opts...)
}
