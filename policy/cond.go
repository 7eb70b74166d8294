package policy

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// cond is a condition taken apart along &&, || and !, so that a decision can
// say which part was missing, and tests which part they covered. What is left
// between the operators are atoms.
type cond interface {
	// eval says whether the condition holds.
	eval(a *activation) bool
	// strength is how far it holds, in [0, 1] and monotone in the signals: a
	// comparison of a signal counts as its score, and / or / not as
	// minimum / maximum / complement, everything else as 0 or 1.
	strength(a *activation) float64
	// gap is how much is missing, from 0 to 1; it is asked where eval is false.
	gap(a *activation) float64
	// missing says what is; likewise.
	missing(a *activation) string
}

type (
	all  []cond
	some []cond
	not  struct{ c cond }
	// atom is a condition that CEL evaluates, at most once a turn: rules that
	// name the same one share it.
	atom struct {
		text  string
		prg   cel.Program
		index int // in activation.known
	}
	// atLeast is kind >= limit, by far the most frequent atom.
	atLeast struct {
		kind   escalate.Kind
		limit  float64
		strict bool
	}
)

func (c all) eval(a *activation) bool {
	for _, x := range c {
		if !x.eval(a) {
			return false
		}
	}
	return true
}

func (c all) strength(a *activation) float64 {
	s := 1.0
	for _, x := range c {
		s = min(s, x.strength(a))
	}
	return s
}

func (c all) gap(a *activation) float64 {
	gap := 0.0
	for _, x := range c {
		if !x.eval(a) {
			gap = max(gap, x.gap(a))
		}
	}
	return gap
}

func (c all) missing(a *activation) string {
	var parts []string
	for _, x := range c {
		if !x.eval(a) {
			parts = append(parts, x.missing(a))
		}
	}
	return strings.Join(parts, " and ")
}

func (c some) eval(a *activation) bool {
	for _, x := range c {
		if x.eval(a) {
			return true
		}
	}
	return false
}

func (c some) strength(a *activation) float64 {
	s := 0.0
	for _, x := range c {
		s = max(s, x.strength(a))
	}
	return s
}

func (c some) nearest(a *activation) (cond, float64) {
	best, gap := c[0], c[0].gap(a)
	for _, x := range c[1:] {
		if g := x.gap(a); g < gap {
			best, gap = x, g
		}
	}
	return best, gap
}

func (c some) gap(a *activation) float64 {
	_, gap := c.nearest(a)
	return gap
}

func (c some) missing(a *activation) string {
	best, _ := c.nearest(a)
	return best.missing(a)
}

func (c not) eval(a *activation) bool        { return !c.c.eval(a) }
func (c not) strength(a *activation) float64 { return 1 - c.c.strength(a) }
func (c not) gap(*activation) float64        { return 1 }
func (c not) missing(a *activation) string {
	if x, ok := c.c.(atLeast); ok {
		return fmt.Sprintf("%s %.2f >= %.2f", x.kind, float64(a.v.Score(x.kind)), x.limit)
	}
	return "not " + describe(c.c)
}

func (c atLeast) holds(s float64) bool { return s > c.limit || s == c.limit && !c.strict }

func (c atLeast) eval(a *activation) bool        { return c.holds(float64(a.v.Score(c.kind))) }
func (c atLeast) strength(a *activation) float64 { return float64(a.v.Score(c.kind)) }
func (c atLeast) gap(a *activation) float64      { return c.limit - float64(a.v.Score(c.kind)) }
func (c atLeast) missing(a *activation) string {
	return fmt.Sprintf("%s %.2f < %.2f", c.kind, float64(a.v.Score(c.kind)), c.limit)
}

// eval counts an error of evaluation (a text that is no number, say) as false:
// the rule does not fire on what cannot be computed.
func (c *atom) eval(a *activation) bool {
	if a.known[c.index] == 0 {
		a.known[c.index] = 1
		if out, _, err := c.prg.Eval(a); err == nil && out == types.True {
			a.known[c.index] = 2
		}
	}
	return a.known[c.index] == 2
}

func (c *atom) strength(a *activation) float64 {
	if c.eval(a) {
		return 1
	}
	return 0
}

func (c *atom) gap(*activation) float64    { return 1 }
func (c *atom) missing(*activation) string { return c.text }

// describe prints a condition.
func describe(c cond) string {
	list := func(cs []cond, sep string) string {
		parts := make([]string, len(cs))
		for i, x := range cs {
			parts[i] = describe(x)
		}
		return "(" + strings.Join(parts, sep) + ")"
	}
	switch c := c.(type) {
	case all:
		return list(c, " and ")
	case some:
		return list(c, " or ")
	case not:
		return "not " + describe(c.c)
	case atLeast:
		op := ">="
		if c.strict {
			op = ">"
		}
		return fmt.Sprintf("%s %s %.2f", c.kind, op, c.limit)
	case *atom:
		return c.text
	}
	return ""
}

// compiler turns the conditions of a policy into conds.
type compiler struct {
	*decoder
	env        *cel.Env
	thresholds map[string]float64
	known      map[escalate.Kind]bool
	atoms      map[string]*atom // by text
}

// condition compiles the text of n; kinds are the signals that it names, in
// order. It returns nil after a mistake.
func (c *compiler) condition(n *yaml.Node, field string) (out cond, kinds []escalate.Kind) {
	src := c.text(n, field)
	if src == "" {
		if n.Kind == yaml.ScalarNode {
			c.fail(n, field, "empty; write true for always")
		}
		return nil, nil
	}
	ast, iss := c.env.Compile(src)
	if iss.Err() != nil {
		for _, e := range iss.Errors() {
			x := c.fail(n, field, "%s", e.Message)
			x.Line, x.Col = place(n, e.Location.Line(), nameStart(src, e.Message, e.Location.Column()))
		}
		return nil, nil
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		c.fail(n, field, "is a %s; want true or false", ast.OutputType())
		return nil, nil
	}
	rep := ast.NativeRep()
	bad := false
	celast.PreOrderVisit(rep.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		switch e.Kind() {
		case celast.IdentKind:
			if k := escalate.Kind(e.AsIdent()); c.known[k] {
				kinds = append(kinds, k)
			}
		case celast.CallKind:
			call := e.AsCall()
			if !call.IsMemberFunction() || call.Target().Kind() != celast.IdentKind || call.Target().AsIdent() != "history" {
				return
			}
			arg := call.Args()[0]
			var k escalate.Kind
			if arg.Kind() == celast.LiteralKind {
				s, _ := arg.AsLiteral().(types.String)
				k = escalate.Kind(s)
			}
			if c.known[k] {
				kinds = append(kinds, k)
				return
			}
			bad = true
			x := c.fail(n, field, "history.%s wants a signal written out, for instance \"emotion.anger\"", call.FunctionName())
			if k != "" {
				x.Msg = fmt.Sprintf("history.%s: unknown signal %q", call.FunctionName(), clip(string(k)))
				x.Hint = didYouMean(string(k), kindNames(c.known))
			}
			loc := rep.SourceInfo().GetStartLocation(arg.ID())
			x.Line, x.Col = place(n, loc.Line(), loc.Column())
		}
	}))
	if bad {
		return nil, nil
	}
	out, err := c.build(rep.Expr(), rep.SourceInfo())
	if err != nil {
		c.fail(n, field, "%v", err)
	}
	return out, kinds
}

func (c *compiler) build(e celast.Expr, info *celast.SourceInfo) (cond, error) {
	if e.Kind() == celast.CallKind {
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr:
			var parts []cond
			for _, arg := range call.Args() {
				x, err := c.build(arg, info)
				if err != nil {
					return nil, err
				}
				parts = append(parts, flatten(x, call.FunctionName())...)
			}
			if call.FunctionName() == operators.LogicalAnd {
				return all(parts), nil
			}
			return some(parts), nil
		case operators.LogicalNot:
			x, err := c.build(call.Args()[0], info)
			return not{x}, err
		case operators.GreaterEquals, operators.Greater:
			if x, ok := c.comparison(call); ok {
				return x, nil
			}
		case operators.Less, operators.LessEquals: // the opposite of >= and >
			if x, ok := c.comparison(call); ok {
				return not{x}, nil
			}
		}
	}
	text, err := parser.Unparse(e, info)
	if err != nil {
		return nil, err
	}
	if known := c.atoms[text]; known != nil {
		return known, nil
	}
	ast, iss := c.env.Compile(text)
	if iss.Err() != nil {
		return nil, iss.Err()
	}
	prg, err := c.env.Program(ast, cel.CostLimit(costLimit))
	if err != nil {
		return nil, err
	}
	out := &atom{text: text, prg: prg, index: len(c.atoms)}
	c.atoms[text] = out
	return out, nil
}

func flatten(c cond, op string) []cond {
	switch c := c.(type) {
	case all:
		if op == operators.LogicalAnd {
			return c
		}
	case some:
		if op == operators.LogicalOr {
			return c
		}
	}
	return []cond{c}
}

// comparison recognises a signal compared with a number or a threshold. Of < it
// returns >=, and of <= it returns >.
func (c *compiler) comparison(call celast.CallExpr) (cond, bool) {
	left, right := call.Args()[0], call.Args()[1]
	if left.Kind() != celast.IdentKind || !c.known[escalate.Kind(left.AsIdent())] {
		return nil, false
	}
	out := atLeast{kind: escalate.Kind(left.AsIdent()), strict: call.FunctionName() == operators.Greater || call.FunctionName() == operators.LessEquals}
	switch right.Kind() {
	case celast.LiteralKind:
		switch v := right.AsLiteral().(type) {
		case types.Double:
			out.limit = float64(v)
		case types.Int:
			out.limit = float64(v)
		default:
			return nil, false
		}
	case celast.IdentKind:
		name, ok := strings.CutPrefix(right.AsIdent(), "threshold.")
		if !ok {
			return nil, false
		}
		out.limit = c.thresholds[name]
	default:
		return nil, false
	}
	return out, true
}

// nameStart returns the column at which the name that a message of CEL quotes
// starts; CEL points at its last dot. Columns count from 0.
func nameStart(src, msg string, col int) int {
	_, name, ok := strings.Cut(msg, "undeclared reference to '")
	name, _, _ = strings.Cut(name, "'")
	if i := strings.LastIndexByte(name, '.'); ok && i > 0 && i <= col && !strings.Contains(src, "\n") && strings.HasPrefix(src[min(col-i, len(src)):], name) {
		return col - i
	}
	return col
}

// place turns a position in a condition (line from 1, column from 0) into one
// in the file. Columns are exact for text on one line, with or without quotes.
func place(n *yaml.Node, line, col int) (int, int) {
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return n.Line + line, col + 1
	case line > 1:
		return n.Line + line - 1, col + 1
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return n.Line, n.Column + 1 + col
	default:
		return n.Line, n.Column + col
	}
}

func kindNames(known map[escalate.Kind]bool) []string {
	var out []string
	for k := range known {
		out = append(out, string(k))
	}
	return out
}
