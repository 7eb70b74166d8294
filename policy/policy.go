package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-handoff/handoff/escalate"
)

// Policy is a policy read from a file. It is immutable and safe for concurrent
// use.
type Policy struct {
	info       escalate.PolicyInfo
	doc        string
	thresholds map[string]int // by name: the place in limits
	limits     []float64      // what conditions compare with, thresholds first
	facts      map[string]fact
	offerEvery int
	queue      queue
	rules      []*rule
	kinds      []escalate.Kind       // that a policy can name, sorted
	slots      map[escalate.Kind]int // their places in kinds
	memos      int                   // quantities that are computed once a turn
	flags      int                   // other atoms, likewise
	pool       *sync.Pool            // of *activation
	detectors  []escalate.Detector   // of the policy's own signals
	source     *file
	used       map[string]bool // thresholds and facts that conditions name
}

type rule struct {
	id, text     string
	when, unless cond
	kinds        []escalate.Kind // those of when, the first one named first
	names        []escalate.Kind // those of unless, too
	lead         int             // the place of the signal that it rests on, from 1; 0: none
	action       escalate.Action
	priority     escalate.Priority
	queue        queue
	message      message
	signal       escalate.Kind
	cooldown     int
	hard         bool
	file         string // where it stands
	line         int
}

var _ escalate.Policy = (*Policy)(nil)

// Load reads the policy file at path. What it extends is a preset, or a file in
// the same folder or below, where symbolic links do not lead out either. The
// error is [Errors], or that of reading the file.
func Load(path string, opts ...Option) (*Policy, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	defer root.Close()
	return parse(root.FS(), filepath.Base(path), data, opts)
}

// LoadFS is Load from a file system, for policies embedded in a program; what
// the policy extends may stand anywhere in it.
func LoadFS(fsys fs.FS, name string, opts ...Option) (*Policy, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return parse(fsys, name, data, opts)
}

// Parse reads a policy from the bytes of a file; name is for messages. It can
// extend presets only. The error is [Errors], every mistake with its place.
func Parse(name string, data []byte, opts ...Option) (*Policy, error) {
	return parse(nil, name, data, opts)
}

func parse(fsys fs.FS, name string, data []byte, opts []Option) (*Policy, error) {
	d := &decoder{name: name, fsys: fsys, chain: []string{name}, sum: sha256.New(), sources: map[string][]byte{}}
	for _, o := range opts {
		o(d)
	}
	f := d.read1(data)
	if len(d.errs) > 0 {
		return nil, d.sorted()
	}
	p := d.compile(f)
	if len(d.errs) > 0 {
		return nil, d.sorted()
	}
	p.info.Digest = hex.EncodeToString(d.sum.Sum(nil)[:8])
	return p, nil
}

// maxErrors is after how many mistakes no more conditions are looked at.
const maxErrors = 50

// read1 reads one file and what it extends; nil after a mistake that leaves
// nothing to go on with.
func (d *decoder) read1(data []byte) *file {
	d.sum.Write(data)
	d.sources[d.name] = data
	root := d.parseYAML(data)
	if root == nil {
		return nil
	}
	return d.file(root)
}

func (d *decoder) sorted() Errors {
	for _, e := range d.errs { // the YAML parser counts code points
		e.Col = byteCol(d.sources[e.File], e.Line, e.Col)
	}
	slices.SortStableFunc(d.errs, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return d.errs
}

func (d *decoder) compile(f *file) *Policy {
	p := &Policy{info: escalate.PolicyInfo{Name: f.name, Version: f.version}, doc: f.doc, thresholds: map[string]int{}, facts: f.facts,
		offerEvery: f.offerEvery, queue: f.queue, kinds: f.kinds(), slots: map[escalate.Kind]int{}, pool: new(sync.Pool), source: f}
	env, err := environment(f)
	if err != nil {
		d.fail(nil, "", "%v", err)
		return nil
	}
	for i, k := range p.kinds {
		p.slots[k] = i
	}
	c := compiler{decoder: d, env: env, facts: f.facts, slots: p.slots, thresholds: p.thresholds,
		quantities: map[string]*quantity{}, atoms: map[string]cond{}, used: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(f.thresholds)) {
		p.thresholds[name] = c.limit(f.thresholds[name])
	}
	own := d.name
	for _, src := range f.rules {
		if len(d.errs) > maxErrors { // a condition can hold a hundred mistakes, and each costs
			break
		}
		d.rule, d.name = src.id, src.file
		r := &rule{id: src.id, text: src.text, action: src.action, priority: src.priority, queue: src.queue, message: src.message,
			signal: src.signal, cooldown: src.cooldown, hard: src.hard, file: src.file, line: src.place.Line}
		r.when, r.kinds = c.condition(src.when, "when")
		r.names = r.kinds
		if src.unless != nil {
			var also []escalate.Kind
			r.unless, also = c.condition(src.unless, "unless")
			r.names = append(slices.Clone(r.kinds), also...)
		}
		if _, known := p.slots[r.signal]; r.signal != "" && !known {
			d.fail(src.place, "then.signal", "unknown signal %q", clip(string(r.signal))).Hint = didYouMean(string(r.signal), kindNames(p.slots))
		}
		if k := r.signal; k != "" || len(r.kinds) > 0 {
			if k == "" {
				k = r.kinds[0]
			}
			r.lead = p.slots[k] + 1
		}
		p.rules = append(p.rules, r)
	}
	d.rule, d.name = "", own
	p.limits, p.memos, p.flags, p.used = c.limits, c.memos, c.flags, c.used
	if len(d.errs) > maxErrors {
		return p
	}
	p.detectors = d.detectors(f)
	d.reach(f, p)
	return p
}

// Info implements [escalate.Policy].
func (p *Policy) Info() escalate.PolicyInfo { return p.info }

// fact returns a declared fact as the host gave it, or its default where the
// host gave none or one of another type.
func (p *Policy) fact(v *escalate.View, name string) (any, bool) {
	decl, ok := p.facts[name]
	if !ok {
		return nil, false
	}
	if got, ok := v.Conversation().Facts[name]; ok && factKind(got) == decl.kind {
		return got, true
	}
	return decl.value, true
}

func factKind(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "list"
	}
	return ""
}

// queueFor returns the queue's name for the conversation.
func (p *Policy) queueFor(q queue, v *escalate.View) string {
	if q == nil {
		q = p.queue
	}
	name, ok := q[v.Conversation().Vertical]
	if !ok {
		name = q[""]
	}
	if strings.Contains(name, "{language}") {
		tag, _, _ := strings.Cut(v.Reading().Language.Tag, "-")
		name = strings.ReplaceAll(name, "{language}", cmp.Or(strings.ToLower(tag), "und"))
	}
	return name
}

// in returns the message in the customer's language, else in its primary
// language, else the default.
func (m message) in(tag string) string {
	tag = strings.ToLower(tag)
	primary, _, _ := strings.Cut(tag, "-")
	for _, t := range []string{tag, primary} {
		if s, ok := m[t]; ok && t != "" {
			return s
		}
	}
	return m[""]
}
