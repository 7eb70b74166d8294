package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// Finding is something about a policy that is allowed, but probably not meant.
type Finding struct {
	// Check names the kind of finding, for instance "unused-threshold".
	Check string `json:"check"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	Col   int    `json:"col"`
	Rule  string `json:"rule,omitempty"`
	Msg   string `json:"msg"`
}

// String returns file:line:col: problem (check).
func (f Finding) String() string {
	s := fmt.Sprintf("%s:%d:%d: ", f.File, f.Line, f.Col)
	if f.Rule != "" {
		s += fmt.Sprintf("rule %q: ", f.Rule)
	}
	return s + f.Msg + " (" + f.Check + ")"
}

// spot is where something is declared.
type spot struct {
	file string
	node *yaml.Node
}

// vital are the signals that every policy should hand over for.
var vital = []escalate.Kind{escalate.UrgencyEmergency, escalate.UrgencySecurity, escalate.RequestHuman}

// Lint looks for what loading does not refuse. In the order of files and lines,
// it reports:
//
//   - unused-threshold, unused-fact, unused-signal: declared, but no condition
//     names it; what comes from a policy that is extended does not count;
//   - threshold-always: a threshold of 0 or 1, which every or no score reaches;
//   - literal-threshold: a score compared with a number written into the
//     condition, which tests and sweeps cannot move by name;
//   - no-effect: a cooldown or insist on a transfer, which stands anyway;
//   - never-unless: an exception that holds whenever the condition does;
//   - not-handed-over: no rule transfers for an emergency, a security incident
//     or a request for a person;
//   - no-version: decisions could not be told apart by the policy's version.
func (p *Policy) Lint() []Finding {
	l := &linter{p: p}
	l.declared()
	for i, r := range p.rules {
		l.rule(r, p.source.rules[i])
	}
	for _, k := range vital {
		if !slices.ContainsFunc(p.rules, func(r *rule) bool { return r.action == escalate.Transfer && slices.Contains(r.kinds, k) }) {
			l.add("not-handed-over", spot{p.source.file, p.source.root}, "", "no rule transfers for %s", k)
		}
	}
	if p.info.Version == "" {
		l.add("no-version", spot{p.source.file, p.source.root}, "", "version is missing; decisions carry it")
	}
	slices.SortStableFunc(l.out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return l.out
}

type linter struct {
	p   *Policy
	out []Finding
}

func (l *linter) add(check string, at spot, rule, format string, args ...any) {
	f := Finding{Check: check, File: at.file, Rule: rule, Msg: fmt.Sprintf(format, args...)}
	if at.node != nil {
		f.Line, f.Col = at.node.Line, at.node.Column
	}
	l.out = append(l.out, f)
}

// declared looks at what the policy's own file declares.
func (l *linter) declared() {
	src := l.p.source
	for _, name := range slices.Sorted(maps.Keys(src.where)) {
		at := src.where[name]
		if at.file != src.file {
			continue
		}
		if !l.p.used[name] {
			family := map[byte]string{'t': "threshold", 'f': "fact"}[name[0]]
			l.add("unused-"+family, at, "", "%s is named in no condition", name)
		}
		if short, ok := strings.CutPrefix(name, "threshold."); ok {
			if x := l.p.limits[l.p.thresholds[short]]; x == 0 || x == 1 {
				l.add("threshold-always", at, "", "%s is %g", name, x)
			}
		}
	}
	named := l.p.Signals()
	for _, k := range slices.Sorted(maps.Keys(src.signals)) {
		s := src.signals[k]
		builtin := slices.Contains(escalate.Kinds(), k)
		if s.file == src.file && !builtin && !slices.Contains(named, k) {
			l.add("unused-signal", spot{s.file, s.place}, "", "%s is named in no condition", k)
		}
	}
}

func (l *linter) rule(r *rule, src *ruleSource) {
	if src.file != l.p.source.file {
		return // the base's business
	}
	if r.action == escalate.Transfer && r.cooldown > 0 {
		l.add("no-effect", spot{src.file, src.place}, r.id, "cooldown: a transfer stands until an agent speaks")
	}
	if r.action == escalate.Transfer && r.hard {
		l.add("no-effect", spot{src.file, src.place}, r.id, "insist: nothing holds a transfer back")
	}
	seen := map[int]bool{}
	leaves(r.when, func(c cond) {
		x, ok := c.(*compare)
		if !ok || !x.q.score || seen[x.limit] || x.limit < len(l.p.thresholds) {
			return
		}
		seen[x.limit] = true
		l.add("literal-threshold", spot{src.file, src.when}, r.id, "%s: give the number a name under thresholds", x.text)
	})
	if r.unless != nil {
		ts, ok := terms(all{r.when, not{r.unless}}, false, l.p.limits)
		if ok && len(ts) == 0 {
			l.add("never-unless", spot{src.file, src.unless}, r.id, "holds whenever the condition does, so that the rule never fires")
		}
	}
}
