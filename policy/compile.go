package policy

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
	"github.com/go-handoff/handoff/escalate"
	"go.yaml.in/yaml/v4"
)

// compiler turns the conditions of a policy into conds. What people write day
// by day (comparisons with a limit, acts, verticals) becomes plain Go; the rest
// is left to CEL. TestNativeAtomsAgreeWithCEL holds the two together.
type compiler struct {
	*decoder
	env        *cel.Env
	facts      map[string]fact
	slots      map[escalate.Kind]int
	thresholds map[string]int
	limits     []float64
	quantities map[string]*quantity // by text
	atoms      map[string]cond      // by text
	memos      int
	flags      int
	used       map[string]bool // thresholds and facts that conditions name
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
			x.Line, x.Col = c.place(n, e.Location.Line(), nameStart(src, e.Message, e.Location.Column()))
		}
		return nil, nil
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		c.fail(n, field, "is a %s; want true or false", ast.OutputType())
		return nil, nil
	}
	rep := ast.NativeRep()
	kinds, ok := c.names(n, field, rep)
	if !ok {
		return nil, nil
	}
	out, err := c.build(rep.Expr(), rep.SourceInfo())
	if err != nil {
		c.fail(n, field, "%v", err)
	}
	return out, kinds
}

// names returns the signals that a condition names and notes the thresholds
// and facts; false where history is asked for something that is no signal.
func (c *compiler) names(n *yaml.Node, field string, rep *celast.AST) (kinds []escalate.Kind, ok bool) {
	ok = true
	name := func(k escalate.Kind) bool {
		_, known := c.slots[k]
		if known && !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
		return known
	}
	celast.PreOrderVisit(rep.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		switch e.Kind() {
		case celast.IdentKind:
			if !name(escalate.Kind(e.AsIdent())) {
				c.used[e.AsIdent()] = true
			}
		case celast.CallKind:
			call := e.AsCall()
			if !onHistory(call) {
				return
			}
			arg := call.Args()[0]
			k := literalKind(arg)
			if name(k) {
				return
			}
			ok = false
			x := c.fail(n, field, "history.%s wants a signal written out, for instance \"emotion.anger\"", call.FunctionName())
			if k != "" {
				x.Msg = fmt.Sprintf("history.%s: unknown signal %q", call.FunctionName(), clip(string(k)))
				x.Hint = didYouMean(string(k), kindNames(c.slots))
			}
			loc := rep.SourceInfo().GetStartLocation(arg.ID())
			x.Line, x.Col = c.place(n, loc.Line(), loc.Column())
		}
	}))
	return kinds, ok
}

func onHistory(call celast.CallExpr) bool {
	return call.IsMemberFunction() && call.Target().Kind() == celast.IdentKind && call.Target().AsIdent() == "history"
}

func literalKind(e celast.Expr) escalate.Kind {
	if e.Kind() != celast.LiteralKind {
		return ""
	}
	s, _ := e.AsLiteral().(types.String)
	return escalate.Kind(s)
}

func (c *compiler) build(e celast.Expr, info *celast.SourceInfo) (cond, error) {
	if e.Kind() == celast.CallKind {
		call := e.AsCall()
		switch fn := call.FunctionName(); fn {
		case operators.LogicalAnd, operators.LogicalOr:
			var parts []cond
			for _, arg := range call.Args() {
				x, err := c.build(arg, info)
				if err != nil {
					return nil, err
				}
				parts = append(parts, flatten(x, fn)...)
			}
			if fn == operators.LogicalAnd {
				return all(parts), nil
			}
			return some(parts), nil
		case operators.LogicalNot:
			x, err := c.build(call.Args()[0], info)
			return not{x}, err
		}
	}
	text, err := parser.Unparse(e, info)
	if err != nil {
		return nil, err
	}
	if known := c.atoms[text]; known != nil {
		return known, nil
	}
	out := c.native(e, text, info)
	if out == nil {
		if out, err = c.cel(text); err != nil {
			return nil, err
		}
	}
	c.atoms[text] = out
	return out, nil
}

// cel leaves an atom to CEL. An error of evaluation (a text that is no number,
// say) counts as false: the rule does not fire on what cannot be computed.
func (c *compiler) cel(text string) (cond, error) {
	ast, iss := c.env.Compile(text)
	if iss.Err() != nil {
		return nil, iss.Err()
	}
	prg, err := c.env.Program(ast, cel.CostLimit(costLimit))
	if err != nil {
		return nil, err
	}
	return c.flag(text, func(a *activation) bool {
		out, _, err := prg.Eval(a)
		return err == nil && out == types.True
	}), nil
}

func (c *compiler) flag(text string, holds func(a *activation) bool) *flag {
	c.flags++
	return &flag{text: text, holds: holds, index: c.flags - 1}
}

// limit returns the place of a new limit.
func (c *compiler) limit(x float64) int {
	c.limits = append(c.limits, x)
	return len(c.limits) - 1
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
