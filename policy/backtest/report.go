package backtest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

const (
	// maxGroups bounds the languages, verticals and rules that are told apart;
	// the rest is summed up as "other".
	maxGroups = 200
	// maxAfter bounds the turns until hand-over that are told apart.
	maxAfter = 200
)

// Rates counts conversations.
type Rates struct {
	Conversations int `json:"conversations"`
	// TransferA and TransferB were handed over, OfferA and OfferB offered a
	// person and not handed over.
	TransferA int `json:"transfer_a"`
	TransferB int `json:"transfer_b"`
	OfferA    int `json:"offer_a"`
	OfferB    int `json:"offer_b"`
}

// ByRule counts the conversations that a rule was the first to hand over, or,
// of those never handed over, the first to offer a person in.
type ByRule struct {
	Rule      string        `json:"rule"`
	Signal    escalate.Kind `json:"signal"`
	TransferA int           `json:"transfer_a"`
	TransferB int           `json:"transfer_b"`
	OfferA    int           `json:"offer_a"`
	OfferB    int           `json:"offer_b"`
}

// Example is a change with the conversation that it is in.
type Example struct {
	ID    string          `json:"id"`
	Turn  int             `json:"turn"`
	From  escalate.Action `json:"from"`
	To    escalate.Action `json:"to"`
	Rule  string          `json:"rule"`
	Quote string          `json:"quote"`
}

// Report sums comparisons up. It is for one goroutine at a time.
type Report struct {
	A, B escalate.PolicyInfo
	// Total is over all conversations, the maps by language and vertical.
	Total      Rates
	Languages  map[string]*Rates
	Verticals  map[string]*Rates
	Rules      map[string]*ByRule
	Turns      int // customer turns
	Changed    int // of them, with another action
	ChangedIn  int // conversations with such a turn
	Kinds      map[[2]escalate.Action]int
	Examples   []Example
	afterA     [maxAfter + 1]int
	afterB     [maxAfter + 1]int
	perKind    int
	exampleFor map[[2]escalate.Action]int
}

// NewReport returns an empty report on two policies that keeps the first
// examples of each kind of change.
func NewReport(a, b escalate.PolicyInfo, examples int) *Report {
	return &Report{A: a, B: b, Languages: map[string]*Rates{}, Verticals: map[string]*Rates{}, Rules: map[string]*ByRule{},
		Kinds: map[[2]escalate.Action]int{}, perKind: examples, exampleFor: map[[2]escalate.Action]int{}}
}

// Add counts a comparison.
func (r *Report) Add(c *Comparison) {
	for _, rates := range []*Rates{&r.Total, group(r.Languages, c.Language), group(r.Verticals, cmp.Or(c.Vertical, "none"))} {
		rates.add(c)
	}
	r.Turns += c.Turns
	r.Changed += len(c.Changes)
	if len(c.Changes) > 0 {
		r.ChangedIn++
	}
	r.byRule(c.A, func(x *ByRule) (*int, *int) { return &x.TransferA, &x.OfferA })
	r.byRule(c.B, func(x *ByRule) (*int, *int) { return &x.TransferB, &x.OfferB })
	if c.A.Transferred {
		r.afterA[min(c.A.After, maxAfter)]++
	}
	if c.B.Transferred {
		r.afterB[min(c.B.After, maxAfter)]++
	}
	seen := map[[2]escalate.Action]bool{}
	for _, x := range c.Changes {
		kind := [2]escalate.Action{x.From, x.To}
		r.Kinds[kind]++
		if !seen[kind] && r.exampleFor[kind] < r.perKind { // one a conversation
			seen[kind] = true
			r.exampleFor[kind]++
			r.Examples = append(r.Examples, Example{c.ID, x.Turn, x.From, x.To, x.Rule, x.Quote})
		}
	}
}

func group(m map[string]*Rates, name string) *Rates {
	if m[name] == nil {
		if len(m) >= maxGroups {
			name = "other"
		}
		if m[name] == nil {
			m[name] = &Rates{}
		}
	}
	return m[name]
}

func (x *Rates) add(c *Comparison) {
	x.Conversations++
	count := func(o Outcome, transfer, offer *int) {
		if o.Transferred {
			*transfer++
		} else if o.Offered {
			*offer++
		}
	}
	count(c.A, &x.TransferA, &x.OfferA)
	count(c.B, &x.TransferB, &x.OfferB)
}

func (r *Report) byRule(o Outcome, at func(*ByRule) (transfer, offer *int)) {
	if o.Rule == "" {
		return
	}
	x := r.Rules[o.Rule]
	if x == nil {
		if len(r.Rules) >= maxGroups {
			return
		}
		x = &ByRule{Rule: o.Rule, Signal: o.Signal}
		r.Rules[o.Rule] = x
	}
	transfer, offer := at(x)
	if o.Transferred {
		*transfer++
	} else {
		*offer++
	}
}

// Increase is how much larger the share of conversations handed over is with B
// than with A, in [-1, 1].
func (r *Report) Increase() float64 {
	return share(r.Total.TransferB-r.Total.TransferA, r.Total.Conversations)
}

// ChangedShare is the share of customer turns with another action, in [0, 1].
func (r *Report) ChangedShare() float64 { return share(r.Changed, r.Turns) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Text writes the report for people.
func (r *Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "A: %s %s (%s)\nB: %s %s (%s)\n", r.A.Name, r.A.Version, r.A.Digest, r.B.Name, r.B.Version, r.B.Digest)
	fmt.Fprintf(&b, "%d conversations, %d customer turns\n\n", r.Total.Conversations, r.Turns)
	fmt.Fprintf(&b, "%-34s %16s %16s %9s\n", "", "A", "B", "B - A")
	row := func(name string, a, b2, of int) {
		fmt.Fprintf(&b, "%-34s %7d %7.2f%% %7d %7.2f%% %+8.2f%%\n", name, a, 100*share(a, of), b2, 100*share(b2, of), 100*share(b2-a, of))
	}
	t := r.Total
	row("handed over", t.TransferA, t.TransferB, t.Conversations)
	row("offered a person only", t.OfferA, t.OfferB, t.Conversations)
	fmt.Fprintf(&b, "%-34s %16s %16s\n", "customer turns until hand-over", after(r.afterA[:]), after(r.afterB[:]))
	fmt.Fprintf(&b, "\n%d of %d turns (%.2f%%) in %d conversations decided differently\n", r.Changed, r.Turns, 100*r.ChangedShare(), r.ChangedIn)
	for _, k := range r.kinds() {
		fmt.Fprintf(&b, "  %-32s %7d\n", fmt.Sprintf("%s -> %s", k[0], k[1]), r.Kinds[k])
	}
	r.rules(&b)
	groups(&b, "language", r.Languages)
	groups(&b, "vertical", r.Verticals)
	if len(r.Examples) > 0 {
		b.WriteString("\nexamples\n")
	}
	for _, k := range r.kinds() {
		for _, x := range r.Examples {
			if x.From == k[0] && x.To == k[1] {
				fmt.Fprintf(&b, "  %s -> %s  %s turn %d, %s: %q\n", x.From, x.To, x.ID, x.Turn, x.Rule, x.Quote)
			}
		}
	}
	return b.String()
}

func (r *Report) kinds() [][2]escalate.Action {
	return slices.SortedFunc(maps.Keys(r.Kinds), func(a, b [2]escalate.Action) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
}

// SortedRules returns the rules, those that matter most first.
func (r *Report) SortedRules() []*ByRule {
	return slices.SortedFunc(maps.Values(r.Rules), func(a, b *ByRule) int {
		return cmp.Or(cmp.Compare(b.TransferA+b.TransferB, a.TransferA+a.TransferB), cmp.Compare(b.OfferA+b.OfferB, a.OfferA+a.OfferB), cmp.Compare(a.Rule, b.Rule))
	})
}

func (r *Report) rules(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-34s %16s %16s\n", "first reason (rule)", "A over / offer", "B over / offer")
	for _, x := range r.SortedRules() {
		fmt.Fprintf(b, "  %-32s %7d %8d %7d %8d\n", x.Rule, x.TransferA, x.OfferA, x.TransferB, x.OfferB)
	}
}

func groups(b *strings.Builder, title string, m map[string]*Rates) {
	fmt.Fprintf(b, "\n%-20s %13s %16s %16s\n", title, "conversations", "A over / offer", "B over / offer")
	names := slices.SortedFunc(maps.Keys(m), func(x, y string) int {
		return cmp.Or(cmp.Compare(m[y].Conversations, m[x].Conversations), cmp.Compare(x, y))
	})
	for _, name := range names {
		x := m[name]
		n := x.Conversations
		fmt.Fprintf(b, "  %-18s %13d %7.2f%% %6.2f%% %8.2f%% %6.2f%%\n", line(name), n,
			100*share(x.TransferA, n), 100*share(x.OfferA, n), 100*share(x.TransferB, n), 100*share(x.OfferB, n))
	}
}

// after says the median and the mean of counts by turn.
func after(counts []int) string {
	n, sum := 0, 0
	for turn, c := range counts {
		n += c
		sum += turn * c
	}
	if n == 0 {
		return "none"
	}
	median, below := 0, 0
	for turn, c := range counts {
		if below += c; 2*below >= n {
			median = turn
			break
		}
	}
	return fmt.Sprintf("median %d, mean %.1f", median, float64(sum)/float64(n))
}
