package policy

import (
	"math"
	"slices"
	"strings"

	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
	"github.com/go-handoff/handoff/escalate"
)

// native compiles an atom to Go; nil where CEL has to do it.
func (c *compiler) native(e celast.Expr, text string, info *celast.SourceInfo) cond {
	if e.Kind() == celast.IdentKind {
		if f := c.truth(e.AsIdent()); f != nil {
			return c.flag(text, f)
		}
		return nil
	}
	if e.Kind() != celast.CallKind || len(e.AsCall().Args()) != 2 || e.AsCall().IsMemberFunction() {
		return nil
	}
	call := e.AsCall()
	left, right, fn := call.Args()[0], call.Args()[1], call.FunctionName()
	if out := c.words(left, right, fn, text); out != nil {
		return out
	}
	if mirrored, ok := mirror[fn]; ok && c.quantity(left, info) == nil { // 0.5 <= emotion.anger
		left, right, fn = right, left, mirrored
	}
	o, ok := compareOps[fn]
	if !ok {
		return nil
	}
	q := c.quantity(left, info)
	if q == nil {
		return nil
	}
	limit, ok := c.constant(right)
	if !ok {
		return nil
	}
	bound, err := parser.Unparse(right, info)
	if err != nil {
		return nil
	}
	out := &compare{q: q, op: o.op, limit: limit, text: q.text + " " + o.op.String() + " " + bound}
	if o.not {
		return not{out}
	}
	return out
}

var mirror = map[string]string{operators.GreaterEquals: operators.LessEquals, operators.LessEquals: operators.GreaterEquals,
	operators.Greater: operators.Less, operators.Less: operators.Greater, operators.Equals: operators.Equals, operators.NotEquals: operators.NotEquals}

var compareOps = map[string]struct {
	op  op
	not bool
}{operators.GreaterEquals: {opAtLeast, false}, operators.Greater: {opAbove, false}, operators.Less: {opAtLeast, true},
	operators.LessEquals: {opAbove, true}, operators.Equals: {opEqual, false}, operators.NotEquals: {opEqual, true}}

// truth returns how a variable that is true or false is read.
func (c *compiler) truth(name string) func(a *activation) bool {
	if s, ok := stateVarOf(name); ok && s.truth != nil {
		return func(a *activation) bool { return s.truth(a.v) }
	}
	if act, ok := strings.CutPrefix(name, "act."); ok {
		return func(a *activation) bool { return a.acts(escalate.Act(act)) }
	}
	if fact, ok := strings.CutPrefix(name, "facts."); ok && c.facts[fact].kind == "boolean" {
		return func(a *activation) bool { x, _ := a.p.fact(a.v, fact); return x == true }
	}
	return nil
}

// words compiles a text compared with one or several written out.
func (c *compiler) words(left, right celast.Expr, fn, text string) cond {
	if left.Kind() != celast.IdentKind {
		return nil
	}
	var get func(a *activation) string
	name := left.AsIdent()
	if s, ok := stateVarOf(name); ok && s.text != nil {
		get = func(a *activation) string { return s.text(a.v) }
	} else if fact, ok := strings.CutPrefix(name, "facts."); ok && c.facts[fact].kind == "text" {
		get = func(a *activation) string { x, _ := a.p.fact(a.v, fact); s, _ := x.(string); return s }
	} else {
		return nil
	}
	var words []string
	switch {
	case fn == operators.In && right.Kind() == celast.ListKind:
		for _, x := range right.AsList().Elements() {
			if x.Kind() != celast.LiteralKind {
				return nil
			}
			s, ok := x.AsLiteral().(types.String)
			if !ok {
				return nil
			}
			words = append(words, string(s))
		}
	case (fn == operators.Equals || fn == operators.NotEquals) && right.Kind() == celast.LiteralKind:
		s, ok := right.AsLiteral().(types.String)
		if !ok {
			return nil
		}
		words = []string{string(s)}
	default:
		return nil
	}
	if fn == operators.NotEquals {
		return not{c.flag(strings.Replace(text, "!=", "==", 1), func(a *activation) bool { return slices.Contains(words, get(a)) })}
	}
	return c.flag(text, func(a *activation) bool { return slices.Contains(words, get(a)) })
}

// constant returns the place of a number written out, or of a threshold.
func (c *compiler) constant(e celast.Expr) (int, bool) {
	switch e.Kind() {
	case celast.LiteralKind:
		switch v := e.AsLiteral().(type) {
		case types.Double:
			return c.limit(float64(v)), true
		case types.Int:
			return c.limit(float64(v)), true
		}
	case celast.IdentKind:
		if name, ok := strings.CutPrefix(e.AsIdent(), "threshold."); ok {
			i, ok := c.thresholds[name]
			return i, ok
		}
	}
	return 0, false
}

// quantity recognises a number that changes from turn to turn; nil if e is none.
func (c *compiler) quantity(e celast.Expr, info *celast.SourceInfo) *quantity {
	text, err := parser.Unparse(e, info)
	if err != nil {
		return nil
	}
	if q := c.quantities[text]; q != nil {
		return q
	}
	q := c.newQuantity(e)
	if q == nil {
		return nil
	}
	if q.text = text; q.value != nil {
		q.memo = c.memos
		c.memos++
	}
	c.quantities[text] = q
	return q
}

func (c *compiler) newQuantity(e celast.Expr) *quantity {
	if e.Kind() == celast.CallKind && onHistory(e.AsCall()) {
		return c.past(e.AsCall())
	}
	if e.Kind() != celast.IdentKind {
		return nil
	}
	name := e.AsIdent()
	if slot, ok := c.slots[escalate.Kind(name)]; ok {
		return &quantity{slot: slot, least: -1, score: true, high: 1}
	}
	if s, ok := stateVarOf(name); ok && s.number != nil {
		q := &quantity{value: func(a *activation, _ float64) float64 { return s.number(a.v) }, least: -1, score: !s.whole, low: s.low, high: math.Inf(1)}
		if q.score {
			q.high = 1
		}
		return q
	}
	if fact, ok := strings.CutPrefix(name, "facts."); ok && c.facts[fact].kind == "number" {
		return &quantity{value: func(a *activation, _ float64) float64 { x, _ := a.p.fact(a.v, fact); f, _ := x.(float64); return f },
			least: -1, low: math.Inf(-1), high: math.Inf(1)}
	}
	return nil
}

// past compiles a function of history whose arguments are written out.
func (c *compiler) past(call celast.CallExpr) *quantity {
	i := slices.IndexFunc(historyFuncs, func(h historyFunc) bool { return h.name == call.FunctionName() })
	slot, ok := c.slots[literalKind(call.Args()[0])]
	if i < 0 || !ok {
		return nil
	}
	h := historyFuncs[i]
	args := call.Args()[1:]
	least, turns := -1, 0
	if h.least {
		if least, ok = c.constant(args[0]); !ok {
			return nil
		}
		args = args[1:]
	}
	if h.turns {
		if args[0].Kind() != celast.LiteralKind {
			return nil
		}
		n, ok := args[0].AsLiteral().(types.Int)
		if !ok {
			return nil
		}
		turns = int(max(-1, min(n, 1000)))
	}
	q := &quantity{score: !h.whole, past: true, of: slot, least: least, high: 1, value: func(a *activation, least float64) float64 { return h.f(a, slot, least, turns) }}
	if h.whole {
		q.high = math.Inf(1)
	}
	return q
}

func kindNames(slots map[escalate.Kind]int) []string {
	var out []string
	for k := range slots {
		out = append(out, string(k))
	}
	return out
}
