package policy

import (
	"fmt"
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
var actNames = []escalate.Act{escalate.ActAccept, escalate.ActDecline, escalate.ActWithdraw, escalate.ActProgress, escalate.ActAskIfBot}

// stateVars are the variables beside signals, thresholds and facts, with their
// types and how they are read.
var stateVars = []struct {
	name string
	typ  *cel.Type
	get  func(v *escalate.View) any
}{
	{"channel", cel.StringType, func(v *escalate.View) any { return v.Conversation().Channel }},
	{"vertical", cel.StringType, func(v *escalate.View) any { return v.Conversation().Vertical }},
	{"language.tag", cel.StringType, func(v *escalate.View) any { return v.Reading().Language.Tag }},
	{"language.confidence", cel.DoubleType, func(v *escalate.View) any { return v.Reading().Language.Confidence }},
	{"state.customer_turns", cel.IntType, func(v *escalate.View) any { return int64(v.CustomerTurns()) }},
	{"state.since_offer", cel.IntType, func(v *escalate.View) any { return int64(v.SinceOffer()) }},
	{"state.declined", cel.BoolType, func(v *escalate.View) any { return v.Declined() }},
	{"state.bot_waits", cel.BoolType, func(v *escalate.View) any { return v.BotWaits() }},
	{"state.transferred", cel.BoolType, func(v *escalate.View) any { return v.Transferred() }},
}

var historyType = cel.OpaqueType("history")

// history is the CEL value that the functions on past turns hang from.
type history struct{ v *escalate.View }

func (h history) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("history is no %v", t)
}
func (h history) ConvertToType(ref.Type) ref.Val { return types.NewErr("history is no value") }
func (h history) Equal(ref.Val) ref.Val          { return types.False }
func (h history) Type() ref.Type                 { return historyType }
func (h history) Value() any                     { return h.v }

// historyFuncs are the member functions of history. The first argument is a
// kind written out, checked when the policy is loaded.
func historyFuncs() []cel.EnvOption {
	member := func(name, id string, args []*cel.Type, out *cel.Type, f func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload(id, append([]*cel.Type{historyType, cel.StringType}, args...), out,
			cel.FunctionBinding(func(a ...ref.Val) ref.Val {
				h, ok := a[0].(history)
				k, ok2 := a[1].(types.String)
				if !ok || !ok2 {
					return types.NewErr("%s: no such overload", name)
				}
				return f(h.v, escalate.Kind(k), a[2:])
			})))
	}
	num := func(v ref.Val) int { n, _ := v.(types.Int); return int(n) }
	score := func(v ref.Val) escalate.Score { d, _ := v.(types.Double); return escalate.Score(d) }
	return []cel.EnvOption{
		member("max", "history_max", nil, cel.DoubleType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Double(v.Max(k, 0))
		}),
		member("max_in", "history_max_in", []*cel.Type{cel.IntType}, cel.DoubleType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Double(v.Max(k, num(a[0])))
		}),
		member("ago", "history_ago", []*cel.Type{cel.IntType}, cel.DoubleType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Double(v.Ago(k, num(a[0])))
		}),
		member("count", "history_count", []*cel.Type{cel.DoubleType}, cel.IntType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Int(v.Count(k, score(a[0]), 0))
		}),
		member("count_in", "history_count_in", []*cel.Type{cel.DoubleType, cel.IntType}, cel.IntType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Int(v.Count(k, score(a[0]), num(a[1])))
		}),
		member("since_progress", "history_since_progress", []*cel.Type{cel.DoubleType}, cel.IntType, func(v *escalate.View, k escalate.Kind, a []ref.Val) ref.Val {
			return types.Int(v.SinceProgress(k, score(a[0])))
		}),
	}
}

// environment returns the CEL environment of a policy: typed variables, no
// macros, limits on.
func environment(f *file) (*cel.Env, error) {
	opts := []cel.EnvOption{cel.StdLib(), cel.ClearMacros(), cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxCondition), cel.ParserRecursionLimit(maxParens),
		cel.Variable("history", historyType)}
	opts = append(opts, historyFuncs()...)
	for _, k := range escalate.Kinds() {
		opts = append(opts, cel.Variable(string(k), cel.DoubleType))
	}
	for _, s := range stateVars {
		opts = append(opts, cel.Variable(s.name, s.typ))
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

// activation resolves the variables of a condition at a turn.
type activation struct {
	p     *Policy
	v     *escalate.View
	known []uint8 // what the atoms evaluated to: 0 not yet, 1 false, 2 true
}

func (a *activation) Parent() cel.Activation { return nil }

func (a *activation) ResolveName(name string) (any, bool) {
	switch family, rest, _ := strings.Cut(name, "."); family {
	case "history":
		return history{a.v}, true
	case "threshold":
		t, ok := a.p.thresholds[rest]
		return t, ok
	case "facts":
		return a.p.fact(a.v, rest)
	case "act":
		return slices.Contains(a.v.Reading().Acts, escalate.Act(rest)), true
	}
	for _, s := range stateVars {
		if s.name == name {
			return s.get(a.v), true
		}
	}
	return float64(a.v.Score(escalate.Kind(name))), true
}
