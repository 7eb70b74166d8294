package policytest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// file is a test file as written.
type file struct {
	name, policy, extends string
	remove, chats         []string
	conv                  escalate.Conversation
	tests                 []Test
}

type parser struct {
	*file
	errs []error
}

func (p *parser) fail(n *yaml.Node, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s:%d: %s", p.name, n.Line, fmt.Sprintf(format, args...)))
}

// maxBytes is the greatest size of a test file.
const maxBytes = 4 << 20

func parse(name string, data []byte) (*file, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%s: %d bytes, more than %d", name, len(data), maxBytes)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) != 1 {
		return nil, fmt.Errorf("%s: the file is empty", name)
	}
	p := &parser{file: &file{name: name, policy: defaultPolicy(name)}}
	var tests *yaml.Node
	p.fields(doc.Content[0], map[string]func(*yaml.Node){
		"policy":       func(n *yaml.Node) { p.policy = p.text(n) },
		"extends":      func(n *yaml.Node) { p.extends = p.text(n) },
		"remove":       func(n *yaml.Node) { p.remove = p.texts(n) },
		"chats":        func(n *yaml.Node) { p.chats = p.texts(n) },
		"conversation": func(n *yaml.Node) { p.fields(n, p.conversation(&p.conv)) },
		"tests":        func(n *yaml.Node) { tests = n },
	})
	if p.policy == "" {
		p.fail(doc.Content[0], "policy: missing")
	}
	if tests != nil {
		names := map[string]int{}
		for _, n := range p.list(tests) {
			t := p.test(n)
			if first := names[t.Name]; first > 0 {
				p.fail(n, "name: %q again, first on line %d", t.Name, first)
			}
			names[t.Name] = n.Line
			p.tests = append(p.tests, t)
		}
	}
	return p.file, errors.Join(p.errs...)
}

// fields reads a mapping whose keys are fixed.
func (p *parser) fields(n *yaml.Node, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fail(n, "want a mapping, got %q", n.Value)
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if f := known[k.Value]; f != nil {
			f(n.Content[i+1])
		} else {
			p.fail(k, "unknown field %q (have %s)", k.Value, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
	}
}

func (p *parser) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		p.fail(n, "want text")
	}
	return n.Value
}

func (p *parser) list(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		p.fail(n, "want a list")
		return nil
	}
	return n.Content
}

func (p *parser) texts(n *yaml.Node) []string {
	var out []string
	for _, c := range p.list(n) {
		out = append(out, p.text(c))
	}
	return out
}

func (p *parser) conversation(c *escalate.Conversation) map[string]func(*yaml.Node) {
	return map[string]func(*yaml.Node){
		"vertical":      func(n *yaml.Node) { c.Vertical = p.text(n) },
		"channel":       func(n *yaml.Node) { c.Channel = p.text(n) },
		"bot_languages": func(n *yaml.Node) { c.BotLanguages = p.texts(n) },
		"facts": func(n *yaml.Node) {
			if err := n.Decode(&c.Facts); err != nil {
				p.fail(n, "facts: %v", err)
			}
		},
	}
}

func (p *parser) test(n *yaml.Node) Test {
	t := Test{File: p.name, Line: n.Line}
	var own escalate.Conversation
	known := p.conversation(&own)
	known["name"] = func(n *yaml.Node) { t.Name = p.text(n) }
	known["doc"] = func(n *yaml.Node) { p.text(n) }
	known["todo"] = func(n *yaml.Node) { t.Todo = p.text(n) }
	turns := func(each bool) func(*yaml.Node) {
		return func(n *yaml.Node) {
			if t.Turns != nil {
				p.fail(n, "turns and each: only one of them")
			}
			t.Each = each
			for _, c := range p.list(n) {
				t.Turns = append(t.Turns, p.turn(c))
			}
		}
	}
	known["turns"], known["each"] = turns(false), turns(true)
	p.fields(n, known)
	if t.Name == "" {
		p.fail(n, "name: missing")
	}
	if !slices.ContainsFunc(t.Turns, func(t Turn) bool { return t.Turn.Role == escalate.Customer }) {
		p.fail(n, "turns: no customer turn")
	}
	t.Conversation = over(p.conv, own)
	return t
}

func (p *parser) turn(n *yaml.Node) Turn {
	t := Turn{Line: n.Line, Turn: escalate.Turn{Role: escalate.Customer}}
	said := func(r escalate.Role) func(*yaml.Node) {
		return func(n *yaml.Node) { t.Turn.Role, t.Turn.Text = r, p.text(n) }
	}
	p.fields(n, map[string]func(*yaml.Node){
		"role": func(n *yaml.Node) {
			if err := t.Turn.Role.UnmarshalText([]byte(p.text(n))); err != nil {
				p.fail(n, "role: %v", err)
			}
		},
		"customer": said(escalate.Customer), "bot": said(escalate.Bot), "agent": said(escalate.Agent),
		"fallback": func(n *yaml.Node) { t.Turn.Fallback = p.text(n) == "true" },
		"confidence": func(n *yaml.Node) {
			var c float64
			if err := n.Decode(&c); err != nil || !(c >= 0 && c <= 1) {
				p.fail(n, "confidence: %q is no number from 0 to 1", n.Value)
			}
			t.Turn.Confidence = &c
		},
		"signals":  func(n *yaml.Node) { t.Signals = p.signals(n) },
		"language": func(n *yaml.Node) { t.Language = p.text(n) },
		"acts": func(n *yaml.Node) {
			for _, c := range p.list(n) {
				a := escalate.Act(p.text(c))
				if !slices.Contains(acts, a) {
					p.fail(c, "acts: unknown act %q (have %v)", a, acts)
				}
				t.Acts = append(t.Acts, a)
			}
		},
		"want": func(n *yaml.Node) { t.Want = p.want(n) },
	})
	if t.Turn.Role != escalate.Customer && (t.Want != nil || t.Signals != nil) {
		p.fail(n, "signals and want are of customer turns")
	}
	return t
}

var acts = []escalate.Act{escalate.ActOfferHuman, escalate.ActPromiseHuman, escalate.ActAsk, escalate.ActAccept,
	escalate.ActDecline, escalate.ActWithdraw, escalate.ActProgress, escalate.ActDigress, escalate.ActAskIfBot}

func (p *parser) signals(n *yaml.Node) map[escalate.Kind]escalate.Score {
	out := map[escalate.Kind]escalate.Score{}
	if n.Kind != yaml.MappingNode {
		p.fail(n, "signals: want a mapping")
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		var score float64
		if err := v.Decode(&score); err != nil || !(score >= 0 && score <= 1) {
			p.fail(v, "signals: %s: %q is no number from 0 to 1", k.Value, v.Value)
		}
		if !escalate.Kind(k.Value).Valid() {
			p.fail(k, "signals: %q is no signal", k.Value)
		}
		out[escalate.Kind(k.Value)] = escalate.Score(score)
	}
	return out
}

func (p *parser) want(n *yaml.Node) *Want {
	words := strings.Fields(p.text(n))
	if len(words) == 0 {
		p.fail(n, "want: empty")
		return nil
	}
	w := &Want{}
	if err := w.Action.UnmarshalText([]byte(words[0])); err != nil {
		p.fail(n, "want: %v", err)
	}
	for i := 1; i < len(words); i++ {
		switch word := words[i]; {
		case word == "queue" && i+1 < len(words):
			i++
			w.Queue = words[i]
		case word == "rule" && i+1 < len(words):
			i++
			w.Rule = words[i]
		case word == "callback":
			w.Availability = escalate.Callback
		default:
			if err := w.Priority.UnmarshalText([]byte(word)); err != nil {
				p.fail(n, "want: %v, queue NAME, rule ID or callback", err)
			}
		}
	}
	return w
}
