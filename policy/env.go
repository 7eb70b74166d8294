package policy

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/go-handoff/handoff/escalate"
)

const (
	// maxCondition is the greatest length of a condition in code points, and
	// maxParens its deepest nesting.
	maxCondition = 2000
	maxParens    = 40
	// costLimit bounds an evaluation, in the units of CEL (about one an
	// operation). Without macros there is no loop; what is left is long text.
	costLimit = 100_000
)

// actNames are the acts of the customer's turn that a condition can name.
var actNames = []escalate.Act{escalate.ActAccept, escalate.ActDecline, escalate.ActWithdraw, escalate.ActProgress, escalate.ActDigress, escalate.ActAskIfBot}

// stateVar is a variable beside signals, thresholds and facts; one of the
// functions reads it.
type stateVar struct {
	name   string
	text   func(v *escalate.View) string
	number func(v *escalate.View) float64
	truth  func(v *escalate.View) bool
	whole  bool // the number is an int to CEL
	low    float64
}

var stateVars = []stateVar{
	{name: "channel", text: func(v *escalate.View) string { return v.Conversation().Channel }},
	{name: "vertical", text: func(v *escalate.View) string { return v.Conversation().Vertical }},
	{name: "language.tag", text: func(v *escalate.View) string { return v.Reading().Language.Tag }},
	{name: "language.confidence", number: func(v *escalate.View) float64 { return v.Reading().Language.Confidence }},
	{name: "state.customer_turns", whole: true, number: func(v *escalate.View) float64 { return float64(v.CustomerTurns()) }},
	{name: "state.since_offer", whole: true, low: -1, number: func(v *escalate.View) float64 { return float64(v.SinceOffer()) }},
	{name: "state.asked_if_bot", whole: true, number: func(v *escalate.View) float64 { return float64(v.CountAct(escalate.ActAskIfBot, 0)) }},
	{name: "state.declined", truth: (*escalate.View).Declined},
	{name: "state.bot_waits", truth: (*escalate.View).BotWaits},
	{name: "state.transferred", truth: (*escalate.View).Transferred},
}

func (s stateVar) typ() *cel.Type {
	switch {
	case s.text != nil:
		return cel.StringType
	case s.truth != nil:
		return cel.BoolType
	case s.whole:
		return cel.IntType
	}
	return cel.DoubleType
}

func (s stateVar) get(v *escalate.View) any {
	switch {
	case s.text != nil:
		return s.text(v)
	case s.truth != nil:
		return s.truth(v)
	case s.whole:
		return int64(s.number(v))
	}
	return s.number(v)
}

func stateVarOf(name string) (stateVar, bool) {
	for _, s := range stateVars {
		if s.name == name {
			return s, true
		}
	}
	return stateVar{}, false
}

var historyType = cel.OpaqueType("history")

// history is the CEL value that the functions on past turns hang from.
type history struct{ a *activation }

func (h history) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("history is no %v", t)
}
func (h history) ConvertToType(ref.Type) ref.Val { return types.NewErr("history is no value") }
func (h history) Equal(ref.Val) ref.Val          { return types.False }
func (h history) Type() ref.Type                 { return historyType }
func (h history) Value() any                     { return h.a }

// historyFunc is a member function of history. The first argument is a kind
// written out, checked when the policy is loaded; least and turns say which
// others there are, in that order.
type historyFunc struct {
	name         string
	least, turns bool
	whole        bool // counts turns; else a score
	f            func(a *activation, slot int, least float64, turns int) float64
}

var historyFuncs = []historyFunc{
	{"max", false, false, false, func(a *activation, slot int, _ float64, _ int) float64 { return a.max(slot, 0) }},
	{"level", false, false, false, func(a *activation, slot int, _ float64, _ int) float64 { return a.level(slot) }},
	{"max_in", false, true, false, func(a *activation, slot int, _ float64, n int) float64 { return a.max(slot, n) }},
	{"ago", false, true, false, func(a *activation, slot int, _ float64, n int) float64 { return a.ago(slot, n) }},
	{"count", true, false, true, func(a *activation, slot int, least float64, _ int) float64 { return a.count(slot, least, 0) }},
	{"count_in", true, true, true, func(a *activation, slot int, least float64, n int) float64 { return a.count(slot, least, n) }},
	{"since_progress", true, false, true, func(a *activation, slot int, least float64, _ int) float64 { return a.sinceProgress(slot, least) }},
}

// declare returns the function's declaration and implementation for CEL.
func (h historyFunc) declare() cel.EnvOption {
	args, out := []*cel.Type{historyType, cel.StringType}, cel.DoubleType
	if h.least {
		args = append(args, cel.DoubleType)
	}
	if h.turns {
		args = append(args, cel.IntType)
	}
	if h.whole {
		out = cel.IntType
	}
	return cel.Function(h.name, cel.MemberOverload("history_"+h.name, args, out, cel.FunctionBinding(func(in ...ref.Val) ref.Val {
		on, ok := in[0].(history)
		k, ok2 := in[1].(types.String)
		if !ok || !ok2 {
			return types.NewErr("%s: no such overload", h.name)
		}
		slot, ok := on.a.p.slots[escalate.Kind(k)]
		if !ok {
			return types.NewErr("%s: unknown signal", h.name)
		}
		var least float64
		var turns int
		for _, x := range in[2:] {
			switch x := x.(type) {
			case types.Double:
				least = float64(x)
			case types.Int:
				turns = int(x)
			}
		}
		n := h.f(on.a, slot, least, turns)
		if h.whole {
			return types.Int(n)
		}
		return types.Double(n)
	})))
}

// environment returns the CEL environment of a policy: typed variables, no
// macros, limits on.
func environment(f *file) (*cel.Env, error) {
	opts := []cel.EnvOption{cel.StdLib(), cel.ClearMacros(), cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxCondition), cel.ParserRecursionLimit(maxParens),
		cel.Variable("history", historyType)}
	for _, h := range historyFuncs {
		opts = append(opts, h.declare())
	}
	for _, k := range f.kinds() {
		opts = append(opts, cel.Variable(string(k), cel.DoubleType))
	}
	for _, s := range stateVars {
		opts = append(opts, cel.Variable(s.name, s.typ()))
	}
	for _, a := range actNames {
		opts = append(opts, cel.Variable("act."+string(a), cel.BoolType))
	}
	for name := range f.thresholds {
		opts = append(opts, cel.Variable("threshold."+name, cel.DoubleType))
	}
	for name, fact := range f.facts {
		typ := map[string]*cel.Type{"text": cel.StringType, "number": cel.DoubleType, "boolean": cel.BoolType, "list": cel.ListType(cel.DynType)}[fact.kind]
		opts = append(opts, cel.Variable("facts."+name, typ))
	}
	return cel.NewCustomEnv(opts...)
}

// activation is what conditions are evaluated on: a turn, as a policy sees it.
type activation struct {
	p      *Policy
	v      *escalate.View
	limits []float64
	scores []float64   // by place in p.kinds
	memo   []float64   // values of quantities; NaN: not asked yet
	known  []uint8     // what flags evaluated to: 0 not yet, 1 false, 2 true
	needs  []float64   // how far the rules of each signal hold, by rule.lead
	rows   [][]float64 // scores at earlier turns, by place in p.kinds; empty: not looked up yet
	// whatIf says that scores are not those of the view, which are in actual.
	whatIf bool
	actual []float64
}

// activate returns an activation, to be given back with done. Policies are
// asked at every turn, so the slices are used again.
func (p *Policy) activate(v *escalate.View) *activation {
	a, _ := p.pool.Get().(*activation)
	if a == nil || len(a.scores) != len(p.kinds) || len(a.memo) != p.memos || len(a.known) != p.flags {
		a = &activation{scores: make([]float64, len(p.kinds)), needs: make([]float64, len(p.kinds)+1), memo: make([]float64, p.memos), known: make([]uint8, p.flags), rows: make([][]float64, len(p.kinds))}
	}
	a.p, a.v, a.limits, a.whatIf, a.actual = p, v, p.limits, false, nil
	clear(a.scores)
	clear(a.needs)
	for i, row := range a.rows {
		a.rows[i] = row[:0]
	}
	i := 0
	for _, s := range v.Reading().Signals { // both are sorted
		for i < len(p.kinds) && p.kinds[i] < s.Kind {
			i++
		}
		if i < len(p.kinds) && p.kinds[i] == s.Kind {
			a.scores[i] = float64(s.Score)
		}
	}
	a.forget()
	return a
}

func (a *activation) done() {
	a.v = nil
	a.p.pool.Put(a)
}

// forget drops what was computed from the scores.
func (a *activation) forget() {
	for i := range a.memo {
		a.memo[i] = math.NaN()
	}
	clear(a.known)
}

func (a *activation) acts(x escalate.Act) bool { return slices.Contains(a.v.Reading().Acts, x) }

func (a *activation) Parent() cel.Activation { return nil }

func (a *activation) ResolveName(name string) (any, bool) {
	if slot, ok := a.p.slots[escalate.Kind(name)]; ok {
		return a.scores[slot], true
	}
	switch family, rest, _ := strings.Cut(name, "."); family {
	case "history":
		return history{a}, true
	case "threshold":
		i, ok := a.p.thresholds[rest]
		if !ok {
			return nil, false
		}
		return a.limits[i], true
	case "facts":
		return a.p.fact(a.v, rest)
	case "act":
		return a.acts(escalate.Act(rest)), true
	}
	if s, ok := stateVarOf(name); ok {
		return s.get(a.v), true
	}
	return nil, false
}
