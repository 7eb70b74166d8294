package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pastTalks are labelled conversations: of five, one asks for a person.
func pastTalks(n int) string {
	var b strings.Builder
	for i := range n {
		text, gold := "where is my parcel", false
		if i%5 == 0 {
			text, gold = "let me talk to a human agent", true
		}
		fmt.Fprintf(&b, `{"id":"c-%d","turns":[{"role":"customer","text":%q}],"gold":{"transfer":%t}}`+"\n", i, text, gold)
	}
	return b.String()
}

// deaf is the desk policy that hands nothing over.
const deaf = "name: deaf\nversion: \"2\"\nrules: [{id: never, doc: d, when: facts.never, then: {action: transfer}}]\nfacts: {never: {type: boolean}}\n"

func TestBacktestCommand(t *testing.T) {
	dir := folder(t, map[string]string{"desk.yaml": deskPolicy, "deaf.yaml": deaf, "past.jsonl": pastTalks(100)})
	in := func(name string) string { return filepath.Join(dir, name) }
	args := []string{"backtest", "-light", "-a", in("deaf.yaml"), "-b", in("desk.yaml"), "-readings", in("readings.jsonl")}
	status, out, errs := escalateWith(t, "", append(args, in("past.jsonl"))...)
	assert.Equal(t, 0, status, errs)
	assert.Contains(t, out, "handed over                              0    0.00%      20   20.00%   +20.00%")
	assert.Contains(t, out, `continue -> transfer  c-0 turn 0, human: "`)
	assert.Contains(t, errs, "readings of 0 kept, of 100 new")

	status, again, errs := escalateWith(t, "", append(args, "-max-increase", "10%", in("past.jsonl"))...)
	assert.Equal(t, exceeded, status)
	assert.Equal(t, out, again, "kept readings give the same report")
	assert.Contains(t, errs, "readings of 100 kept, of 0 new")
	assert.Contains(t, errs, "hand-overs rise by 20.00 %, more than 10.00 %")
	for _, limit := range [][]string{{"-max-increase", "20%"}, {"-max-changed", "20%"}, {"-max-decrease", "0"}} {
		status, _, errs = escalateWith(t, pastTalks(100), append(args, limit...)...)
		assert.Equal(t, 0, status, errs)
	}
	status, _, errs = escalateWith(t, pastTalks(100), append(args, "-q", "-max-changed", "0.1")...)
	assert.Equal(t, exceeded, status)
	assert.Equal(t, "escalate backtest: decisions change by 20.00 %, more than 10.00 %\n", errs)

	status, out, errs = escalateWith(t, "broken\n"+pastTalks(5), append(args, "-json")...)
	assert.Equal(t, 1, status, "a bad line")
	assert.Contains(t, errs, `{"line":1,`)
	assert.Contains(t, out, `"transfer_b": 1,`)

	status, _, errs = escalateWith(t, "", "backtest", "-light")
	assert.Equal(t, 2, status)
	assert.Contains(t, errs, "-b is missing")
}

func TestSweepCommand(t *testing.T) {
	dir := folder(t, map[string]string{"past.jsonl": pastTalks(50) + `{"turns":[{"role":"customer","text":"no label"}]}` + "\n"})
	past, svg, csv := filepath.Join(dir, "past.jsonl"), filepath.Join(dir, "plot.svg"), filepath.Join(dir, "plot.csv")
	status, out, errs := escalateWith(t, "", "sweep", "-light", "-threshold", "likely=0.4:1:0.3", "-cost", "5:1", "-plot", svg, past)
	assert.Equal(t, 0, status, errs)
	assert.Contains(t, out, "threshold.likely (now 0.5): 10 conversations that needed a person, 40 that did not; a miss costs 5, a needless hand-over 1")
	assert.Contains(t, out, "       1      10  100.00%", "at 1 every request is missed")
	assert.Contains(t, errs, "1 conversations without a label")
	plot, err := os.ReadFile(svg)
	require.NoError(t, err)
	assert.Contains(t, string(plot), "<svg")
	status, _, errs = escalateWith(t, "", "sweep", "-light", "-plot", csv, past)
	assert.Equal(t, 0, status, errs)
	plot, err = os.ReadFile(csv)
	require.NoError(t, err)
	assert.Equal(t, 1+5*17, strings.Count(string(plot), "\n"), "five thresholds at 17 values")
	for _, args := range [][]string{{"-plot", "x.png"}, {"-threshold", "likely"}, {"-threshold", "likely=0:1:0"}, {"-threshold", "likely=a:b:c"}, {"-threshold", "nope=0:1:0.1"}, {"-cost", "5"}} {
		status, _, errs := escalateWith(t, "", append([]string{"sweep", "-light"}, args...)...)
		assert.Equal(t, 2, status, args)
		assert.NotEmpty(t, errs)
	}
}
