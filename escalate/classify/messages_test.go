package classify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// messages are labelled by their first word: late, back (the money), both as
// late+back, or none.
const messages = `
late where is my parcel, it was due on monday
late my order still hasn't arrived
late the delivery is a week late
late still waiting for the package you promised for yesterday
late tracking hasn't moved since tuesday, when does it arrive
late it says delivered but nothing arrived here
late the courier never came today, I waited all day
late how much longer will my delivery take
late nothing has arrived yet and the party is tomorrow
late package delayed again, what is going on
back I want my money back
back please refund the shoes I returned
back when do I get the refund for order 88213
back you have not paid me back yet
back return the money to my card please
back I sent the jacket back, where is my refund
back refund me, the lamp was broken
back can I have my money back for the broken kettle
back the refund you promised is not on my account
back how long does a refund take to reach my bank
late+back it never arrived so give me my money back
late+back parcel is three weeks late, I want a refund
none do you have this shirt in blue
none what are your opening hours
none how do I change my password
none thanks, that helped
none can I pay by invoice
none is the lamp dimmable
none hello
none which size should I take for a 42
none do you ship to Norway
none my discount code is not accepted
none can I pick the order up in the shop
none I'd like to change the address of my order
none the app crashes when I open it
none do you sell gift cards
`

var labels = []string{"late", "back"}

const lexicon = `language: en

[back strong]
money back ; refund

[late medium]
arrived

[scope negation before 4]
don't ; not ; no
`

func lexiconOf(t testing.TB) *phrase.Lexicon {
	t.Helper()
	src, err := phrase.Parse("en.txt", []byte(lexicon))
	require.NoError(t, err)
	l, err := phrase.Compile(src)
	require.NoError(t, err)
	return l
}

func texts() (out []classify.TextExample) {
	for line := range strings.SplitSeq(strings.TrimSpace(messages), "\n") {
		is, body, _ := strings.Cut(line, " ")
		e := classify.TextExample{Text: body}
		if is != "none" {
			e.Labels = strings.Split(is, "+")
		}
		out = append(out, e)
	}
	return out
}

// input gives a text every kind of feature: eight values of its letters stand
// for a vector.
func input(l *phrase.Lexicon, s string) classify.Input {
	t := text.New(s)
	in := classify.Input{Text: t, Vector: make([]float32, 8)}
	for i := range len(s) {
		in.Vector[s[i]%8] += 1 / float32(len(s))
	}
	if l != nil {
		in.Hits = l.Match(nil, t)
	}
	return in
}

func examples(t testing.TB) (out []classify.Example) {
	l := lexiconOf(t)
	for _, e := range texts() {
		out = append(out, classify.Example{Input: input(l, e.Text), Labels: e.Labels})
	}
	return out
}

// configs are models of every make.
var configs = map[string]classify.Config{
	"n-grams":  {Labels: labels, Buckets: 1 << 12},
	"phrases":  {Labels: labels, Groups: labels},
	"vector":   {Labels: labels, Dim: 8},
	"all":      {Labels: labels, Buckets: 1 << 12, Groups: labels, Dim: 8, Scale: 3.3},
	"hidden":   {Labels: labels, Groups: labels, Dim: 8, Scale: 3.3, Ridge: 1, Hidden: 3},
	"one fold": {Labels: labels, Buckets: 1 << 10, Folds: 1},
}

func train(t testing.TB, c classify.Config) *classify.Model {
	t.Helper()
	m, err := classify.Train(c, examples(t))
	require.NoError(t, err)
	return m
}

func bytesOf(t testing.TB, m interface{ MarshalBinary() ([]byte, error) }) []byte {
	t.Helper()
	b, err := m.MarshalBinary()
	require.NoError(t, err)
	return b
}
