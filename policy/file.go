package policy

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// file is a policy as written, with what it takes over from those it extends.
type file struct {
	name, version, doc string
	thresholds         map[string]float64
	facts              map[string]fact
	signals            map[escalate.Kind]*signal
	offerEvery         int // customer turns between soft offers; 0: no limit
	queue              queue
	rules              []*ruleSource
	// file is the policy's own file and root its mapping; where says at which
	// places thresholds and facts are declared, by the names of conditions.
	file  string
	root  *yaml.Node
	where map[string]spot
}

// fact is a declared fact of the host.
type fact struct {
	kind  string // text, number, boolean, list
	value any    // where the host does not say
}

// queue is a queue's name by vertical; "" is the default.
type queue map[string]string

// message is what to say to the customer by language; "" is the default.
type message map[string]string

// kinds returns the signals that conditions can name, sorted.
func (f *file) kinds() []escalate.Kind {
	out := append(escalate.Kinds(), slices.Collect(maps.Keys(f.signals))...)
	slices.Sort(out)
	return slices.Compact(out)
}

type ruleSource struct {
	id, doc        string
	when, unless   *yaml.Node
	action         escalate.Action
	priority       escalate.Priority
	queue          queue
	message        message
	text           string
	signal         escalate.Kind
	cooldown       int
	hard           bool // an offer that interrupts and repeats
	place          *yaml.Node
	file           string // the file that the rule stands in
	hasWhen, hasID bool
}

var (
	idForm        = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	thresholdForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	tagForm       = regexp.MustCompile(`^[a-z]{2,8}(-[a-z0-9]{1,8})*$`)
	queueForm     = regexp.MustCompile(`^[a-z0-9_.:{}-]+$`)
)

func (d *decoder) file(root *yaml.Node) *file {
	f := d.base(root)
	f.name, f.version, f.doc = "", "", ""
	f.file, f.root = d.name, root
	var rules, remove *yaml.Node
	d.fields(root, "", map[string]func(*yaml.Node){
		"extends": func(*yaml.Node) {},
		"remove":  func(n *yaml.Node) { remove = n },
		"name":    func(n *yaml.Node) { f.name = d.text(n, "name") },
		"version": func(n *yaml.Node) { f.version = d.text(n, "version") },
		"doc":     func(n *yaml.Node) { f.doc = d.text(n, "doc") },
		"queue":   func(n *yaml.Node) { f.queue = d.queue(n, "queue") },
		"thresholds": func(n *yaml.Node) {
			d.each(n, "thresholds", func(k, v *yaml.Node) { d.threshold(f, k, v) })
		},
		"facts": func(n *yaml.Node) {
			d.each(n, "facts", func(k, v *yaml.Node) { d.fact(f, k, v) })
		},
		"signals": func(n *yaml.Node) {
			d.each(n, "signals", func(k, v *yaml.Node) { d.signal(f, k, v) })
		},
		"offers": func(n *yaml.Node) {
			d.fields(n, "offers", map[string]func(*yaml.Node){
				"every": func(n *yaml.Node) { f.offerEvery = d.count(n, "offers.every") },
			})
		},
		"rules": func(n *yaml.Node) { rules = n },
	})
	if f.name == "" {
		d.fail(root, "name", "missing")
	} else if !idForm.MatchString(f.name) {
		d.fail(root, "name", "%q is not of the form lower-case-words", clip(f.name))
	}
	if remove != nil {
		d.remove(f, remove)
	}
	switch {
	case rules == nil && len(f.rules) > 0: // those of the base
	case rules == nil:
		d.fail(root, "rules", "missing")
	case rules.Kind != yaml.SequenceNode:
		d.fail(rules, "rules", "want a list, got %s", shape(rules))
	default:
		d.rules(f, rules)
	}
	return f
}

func (d *decoder) threshold(f *file, k, v *yaml.Node) {
	if len(f.thresholds) >= maxNames {
		d.fail(k, "thresholds", "more than %d", maxNames)
		return
	}
	field := "thresholds." + clip(k.Value)
	if !thresholdForm.MatchString(k.Value) {
		d.fail(k, "thresholds", "%q is not of the form lower_case_words", clip(k.Value))
	}
	x, err := strconv.ParseFloat(v.Value, 64)
	switch {
	case v.Kind != yaml.ScalarNode || err != nil && !math.IsInf(x, 0):
		d.fail(v, field, "want a number, got %s", shape(v))
	case !(x >= 0 && x <= 1): // NaN and infinities too
		d.fail(v, field, "%s outside [0,1]", clip(v.Value))
	}
	f.thresholds[k.Value] = x
	f.where["threshold."+k.Value] = spot{d.name, k}
}

func (d *decoder) fact(f *file, k, v *yaml.Node) {
	if len(f.facts) >= maxNames {
		d.fail(k, "facts", "more than %d", maxNames)
		return
	}
	field := "facts." + clip(k.Value)
	if !thresholdForm.MatchString(k.Value) {
		d.fail(k, "facts", "%q is not of the form lower_case_words", clip(k.Value))
	}
	var out fact
	var def *yaml.Node
	d.fields(v, field, map[string]func(*yaml.Node){
		"type":    func(n *yaml.Node) { out.kind = d.text(n, field+".type") },
		"default": func(n *yaml.Node) { def = n },
		"doc":     func(n *yaml.Node) { d.text(n, field+".doc") },
	})
	zero, ok := map[string]any{"text": "", "number": 0.0, "boolean": false, "list": []any{}}[out.kind]
	if !ok {
		d.fail(v, field+".type", "%q is not a type", out.kind).Hint = "text, number, boolean or list"
		return
	}
	out.value = zero
	if def != nil {
		out.value = d.factDefault(def, field+".default", out.kind)
	}
	f.facts[k.Value] = out
	f.where["facts."+k.Value] = spot{d.name, k}
}

func (d *decoder) factDefault(n *yaml.Node, field, kind string) any {
	switch kind {
	case "text":
		return d.text(n, field)
	case "number":
		if x, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x
		}
	case "boolean":
		if n.Tag == "!!bool" {
			return n.Value == "true"
		}
	case "list":
		if n.Kind == yaml.SequenceNode {
			out := make([]any, len(n.Content))
			for i, c := range n.Content {
				out[i] = d.text(c, fmt.Sprintf("%s[%d]", field, i))
			}
			return out
		}
	}
	d.fail(n, field, "want a %s, got %s", kind, shape(n))
	return nil
}

func (d *decoder) count(n *yaml.Node, field string) int {
	c, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || c < 0 || c > 1000 {
		d.fail(n, field, "want a whole number from 0 to 1000, got %s", shape(n))
		return 0
	}
	return c
}

// queue reads a name, or names by vertical with a default.
func (d *decoder) queue(n *yaml.Node, field string) queue {
	q := queue{}
	set := func(vertical string, n *yaml.Node) {
		q[vertical] = d.text(n, field)
		if !queueForm.MatchString(q[vertical]) {
			d.fail(n, field, "%q is not a queue's name", clip(q[vertical])).Hint = "lower case letters, digits and _ . : -, and {language}"
		}
	}
	if n.Kind == yaml.ScalarNode {
		set("", n)
		return q
	}
	d.each(n, field, func(k, v *yaml.Node) {
		if k.Value == "default" {
			set("", v)
		} else {
			set(k.Value, v)
		}
	})
	if _, ok := q[""]; !ok {
		d.fail(n, field, "default is missing")
	}
	return q
}

// message reads a text, or texts by language with a default.
func (d *decoder) message(n *yaml.Node, field string) message {
	if n.Kind == yaml.ScalarNode {
		return message{"": d.text(n, field)}
	}
	m := message{}
	d.each(n, field, func(k, v *yaml.Node) {
		tag := strings.ToLower(k.Value)
		if tag == "default" {
			tag = ""
		} else if !tagForm.MatchString(tag) {
			d.fail(k, field, "%q is no language", clip(k.Value)).Hint = "a BCP 47 tag such as en or zh-hant, or default"
		}
		m[tag] = d.text(v, field)
	})
	if _, ok := m[""]; !ok {
		d.fail(n, field, "default is missing").Hint = "it is what customers of other languages are told"
	}
	return m
}

// maxNames is the greatest number of rules, of thresholds and of facts.
const maxNames = 500

func (d *decoder) rules(f *file, list *yaml.Node) {
	if len(f.rules)+len(list.Content) > maxNames {
		d.fail(list, "rules", "more than %d", maxNames)
		return
	}
	seen := map[string]*yaml.Node{}
	for i, n := range list.Content {
		d.rule = fmt.Sprintf("#%d", i+1)
		r := d.ruleOf(n)
		if r == nil {
			continue
		}
		if first := seen[r.id]; first != nil && r.hasID {
			d.fail(n, "id", "again, first on line %d", first.Line)
		}
		seen[r.id] = n
		if i := slices.IndexFunc(f.rules, func(x *ruleSource) bool { return x.id == r.id }); i >= 0 && f.rules[i].file != d.name {
			f.rules[i] = r // in the place of the base's
		} else {
			f.rules = append(f.rules, r)
		}
	}
	d.rule = ""
	if len(f.rules) == 0 && len(d.errs) == 0 {
		d.fail(list, "rules", "a policy needs at least one rule")
	}
}

func (d *decoder) ruleOf(n *yaml.Node) *ruleSource {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "", "want a mapping, got %s", shape(n))
		return nil
	}
	r := &ruleSource{place: n, file: d.name}
	for i := 0; i+1 < len(n.Content); i += 2 { // the id first, for the messages
		if n.Content[i].Value == "id" {
			if r.id = d.text(n.Content[i+1], "id"); r.id != "" {
				d.rule, r.hasID = r.id, true
			}
			if !idForm.MatchString(r.id) {
				d.fail(n.Content[i+1], "id", "%q is not of the form lower-case-words", clip(r.id))
			}
		}
	}
	if !r.hasID {
		d.fail(n, "id", "missing")
	}
	acted, understood := false, false
	d.fields(n, "", map[string]func(*yaml.Node){
		"id":       func(*yaml.Node) {},
		"doc":      func(n *yaml.Node) { r.doc = d.text(n, "doc") },
		"when":     func(n *yaml.Node) { r.when = n },
		"unless":   func(n *yaml.Node) { r.unless = n },
		"cooldown": func(n *yaml.Node) { r.cooldown = d.count(n, "cooldown") },
		"then": func(n *yaml.Node) {
			d.fields(n, "then", map[string]func(*yaml.Node){
				"action":   func(n *yaml.Node) { acted, understood = true, d.enum(n, "then.action", &r.action) },
				"priority": func(n *yaml.Node) { d.enum(n, "then.priority", &r.priority) },
				"queue":    func(n *yaml.Node) { r.queue = d.queue(n, "then.queue") },
				"message":  func(n *yaml.Node) { r.message = d.message(n, "then.message") },
				"text":     func(n *yaml.Node) { r.text = d.text(n, "then.text") },
				"signal":   func(n *yaml.Node) { r.signal = escalate.Kind(d.text(n, "then.signal")) },
				"insist":   func(n *yaml.Node) { r.hard = n.Value == "true"; d.boolean(n, "then.insist") },
			})
		},
	})
	if r.when == nil {
		d.fail(n, "when", "missing")
	}
	if !acted {
		d.fail(n, "then.action", "missing")
	} else if understood && r.action == escalate.Continue {
		d.fail(n, "then.action", "a rule offers or transfers; continue is what is left").Hint = "use unless to hold a rule back"
	}
	if r.text == "" {
		r.text = r.doc
	}
	if r.text == "" {
		d.fail(n, "doc", "missing; it is the sentence that explains the decision")
	}
	return r
}

func (d *decoder) boolean(n *yaml.Node, field string) {
	if n.Tag != "!!bool" {
		d.fail(n, field, "want true or false, got %s", shape(n))
	}
}

func (d *decoder) enum(n *yaml.Node, field string, v interface{ UnmarshalText([]byte) error }) bool {
	s := d.text(n, field)
	err := v.UnmarshalText([]byte(s))
	if err != nil {
		d.fail(n, field, "%s", err.Error()).Hint = didYouMean(s, []string{"continue", "offer", "transfer", "normal", "high", "urgent"})
	}
	return err == nil
}
