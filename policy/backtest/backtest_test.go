package backtest_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/backtest"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// words is a detector for tests: a customer turn "KIND=SCORE ..." reports that.
var words = escalate.NewDetector(escalate.Info{Name: "words", Version: 1, Kinds: escalate.Kinds()}, func(_ context.Context, p *escalate.Pass) error {
	for f := range strings.FieldsSeq(p.Text()) {
		var score float64
		kind, value, ok := strings.Cut(f, "=")
		if _, err := fmt.Sscanf(value, "%g", &score); ok && err == nil {
			p.Find(escalate.Kind(kind), escalate.Score(score), 0, len(p.Text()))
		}
	}
	return nil
})

func talk(id, vertical string, customer ...string) escalate.Transcript {
	t := escalate.Transcript{Conversation: escalate.Conversation{ID: id, Vertical: vertical}}
	for _, text := range customer {
		t.Turns = append(t.Turns, escalate.Turn{Role: escalate.Customer, Text: text}, escalate.Turn{Role: escalate.Bot, Text: "ok"})
	}
	return t
}

func reader(t *testing.T, policies ...*policy.Policy) *backtest.Reader {
	t.Helper()
	e, err := escalate.New(policies[0], escalate.WithDetectors(words))
	require.NoError(t, err)
	r, err := backtest.NewReader(e, policies...)
	require.NoError(t, err)
	return r
}

func preset(t *testing.T, name string) *policy.Policy {
	t.Helper()
	p, err := presets.Load(name)
	require.NoError(t, err)
	return p
}

var past = []escalate.Transcript{
	talk("calm", "", "hello", "thanks"),
	talk("angry", "finance", "hm", "emotion.anger=0.65"), // offer by balanced, transfer by cautious
	talk("failing", "finance", "bot.failure=0.6", "hm"),  // nothing by balanced, offer by cautious
	talk("asks", "", "hm", "request.human=0.9", "hm"),    // transfer by both
	talk("mild", "", "special.vulnerable=0.45", "hm hm"), // nothing, transfer from the first turn
}

func TestReport(t *testing.T) {
	a, b := preset(t, "balanced"), preset(t, "cautious")
	r := reader(t, a, b)
	report := backtest.NewReport(a.Info(), b.Info(), 2)
	for _, x := range past {
		base, err := r.Read(t.Context(), x)
		require.NoError(t, err)
		c, err := r.Compare(t.Context(), a, b, x, base)
		require.NoError(t, err)
		report.Add(c)
	}
	assert.Equal(t, backtest.Rates{Conversations: 5, TransferA: 1, TransferB: 3, OfferA: 1, OfferB: 1}, report.Total)
	assert.Equal(t, &backtest.Rates{Conversations: 2, TransferB: 1, OfferA: 1, OfferB: 1}, report.Verticals["finance"])
	assert.InDelta(t, 0.4, report.Increase(), 1e-9)
	assert.Equal(t, 11, report.Turns)
	assert.Equal(t, 4, report.Changed)
	assert.Equal(t, 3, report.ChangedIn)
	assert.Equal(t, []backtest.Example{
		{ID: "angry", Turn: 2, From: escalate.Offer, To: escalate.Transfer, Rule: "angry", Quote: "emotion.anger=0.65"},
		{ID: "failing", Turn: 0, From: escalate.Continue, To: escalate.Offer, Rule: "bot-failed", Quote: "bot.failure=0.6"},
		{ID: "mild", Turn: 0, From: escalate.Continue, To: escalate.Transfer, Rule: "may-be-vulnerable", Quote: "special.vulnerable=0.45"},
	}, report.Examples)
	text := report.Text()
	assert.Contains(t, text, "handed over                              1   20.00%       3   60.00%   +40.00%")
	assert.Contains(t, text, "customer turns until hand-over     median 2, mean 2.0 median 2, mean 1.7")
	one, err := json.Marshal(report)
	require.NoError(t, err)
	two, err := json.Marshal(report)
	require.NoError(t, err)
	assert.Equal(t, string(one), string(two))
	assert.Contains(t, string(one), `"changes":[{"from":"continue","to":"offer","turns":1},`)
}

// Two policies may mean different things by one signal of their own.
func TestOwnSignalsStayApart(t *testing.T) {
	own := func(phrase string) *policy.Policy {
		p, err := policy.Spec{Name: "shop", Signals: map[escalate.Kind]policy.OwnSignal{"shop.x": {Doc: "d", Phrases: map[string][]string{"en": {phrase}}}},
			Rules: []policy.Rule{{ID: "x", Doc: "d", When: "shop.x >= 0.5", Then: policy.Then{Action: escalate.Transfer}}}}.Policy()
		require.NoError(t, err)
		return p
	}
	a, b := own("apples"), own("pears")
	r := reader(t, a, b)
	x := talk("", "", "some apples please", "some pears please")
	base, err := r.Read(t.Context(), x)
	require.NoError(t, err)
	c, err := r.Compare(t.Context(), a, b, x, base)
	require.NoError(t, err)
	assert.Equal(t, 1, c.A.After)
	assert.Equal(t, 2, c.B.After)
	for _, reading := range base {
		assert.Empty(t, reading.Signals, "the readings to keep hold nothing of the policies' own")
	}
}

func TestReaderErrors(t *testing.T) {
	r := reader(t, preset(t, "balanced"))
	_, err := r.Read(t.Context(), escalate.Transcript{})
	assert.ErrorIs(t, err, escalate.ErrNoCustomerTurn)
}

// keep runs transcripts through a store and returns which were found.
func keep(t *testing.T, path string, r *backtest.Reader, ts ...escalate.Transcript) (found []string) {
	t.Helper()
	s, err := backtest.OpenStore(path, r.Detectors())
	require.NoError(t, err)
	for _, x := range ts {
		raw, err := json.Marshal(x)
		require.NoError(t, err)
		key := backtest.Key(raw)
		want, err := r.Read(t.Context(), x)
		require.NoError(t, err)
		line, err := s.Next(key)
		require.NoError(t, err)
		if line != nil {
			got, err := backtest.Readings(line)
			require.NoError(t, err)
			assert.Equal(t, want, got, "kept readings are those made anew")
			require.NoError(t, s.Put(line, true))
			found = append(found, x.ID)
			continue
		}
		line, err = backtest.Line(key, want)
		require.NoError(t, err)
		require.NoError(t, s.Put(line, false))
	}
	assert.Equal(t, len(found), s.Found)
	assert.Equal(t, len(ts)-len(found), s.Made)
	require.NoError(t, s.Close())
	return found
}

func TestStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "readings.jsonl")
	r := reader(t, preset(t, "balanced"))
	assert.Empty(t, keep(t, path, r, past...))
	assert.Equal(t, []string{"calm", "angry", "failing", "asks", "mild"}, keep(t, path, r, past...))
	more := append([]escalate.Transcript{talk("new", "", "hi")}, past[2:]...)
	assert.Equal(t, []string{"failing", "asks", "mild"}, keep(t, path, r, more...), "some taken out, some put in")
	assert.Equal(t, []string{"new", "failing", "asks", "mild"}, keep(t, path, r, more...))
	if runtime.GOOS != "windows" { // which has no such modes
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "it holds words of customers")
	}

	// Cut off in the middle of a line, it is good up to there.
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, data[:len(data)-10], 0o600))
	assert.Equal(t, []string{"new", "failing", "asks"}, keep(t, path, r, more...))

	// Of other detectors, nothing is good.
	other := escalate.NewDetector(escalate.Info{Name: "words", Version: 2}, nil)
	e, err := escalate.New(preset(t, "balanced"), escalate.WithDetectors(other))
	require.NoError(t, err)
	s, err := backtest.OpenStore(path, e.Detectors())
	require.NoError(t, err)
	raw, err := json.Marshal(more[0])
	require.NoError(t, err)
	line, err := s.Next(backtest.Key(raw))
	require.NoError(t, err)
	assert.Nil(t, line)
	require.NoError(t, s.Discard())
	assert.Len(t, keep(t, path, r, more...), 4, "discarding leaves the file")

	require.NoError(t, os.WriteFile(path, []byte("my diary\n"), 0o600))
	_, err = backtest.OpenStore(path, r.Detectors())
	assert.ErrorContains(t, err, "is no file of readings")
	left, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary files are left")
}

func TestSweep(t *testing.T) {
	p := preset(t, "balanced")
	values, err := backtest.Values(0.4, 0.7, 0.1)
	require.NoError(t, err)
	require.Equal(t, []float64{0.4, 0.5, 0.6, 0.7}, values)
	s, err := backtest.NewSweep(p, "likely", values)
	require.NoError(t, err)
	s.CostMiss = 2
	r := reader(t, p)
	for _, x := range []struct {
		t     escalate.Transcript
		label string
	}{
		{talk("", "", "dispute.charge=0.65"), `{"gold":{"transfer":true,"turn":0}}`},
		{talk("", "", "hm", "dispute.charge=0.55"), `{"gold":{"transfer":true,"turn":0}}`}, // late
		{talk("", "", "dispute.charge=0.45"), `{"gold":{"transfer":false}}`},
		{talk("", "", "special.exception=0.55"), `{"gold":{"transfer":false,"turn":null}}`},
	} {
		label, ok := backtest.LabelOf([]byte(x.label))
		require.True(t, ok)
		base, err := r.Read(t.Context(), x.t)
		require.NoError(t, err)
		v, err := s.Judge(t.Context(), x.t.Conversation, base, label)
		require.NoError(t, err)
		s.Add(v)
	}
	s.Finish()
	assert.Equal(t, []backtest.Point{
		{Value: 0.4, Needed: 2, Others: 2, Late: 1, Needless: 1, Offered: 1, Cost: 0.25},
		{Value: 0.5, Needed: 2, Others: 2, Late: 1, Offered: 1},
		{Value: 0.6, Needed: 2, Others: 2, Missed: 1, Cost: 0.5},
		{Value: 0.7, Needed: 2, Others: 2, Missed: 2, Cost: 1},
	}, s.Points)
	assert.Equal(t, 1, s.Best())
	assert.Contains(t, s.Text(), "     0.5       0    0.00%        1         0    0.00%              1     0.0000 now cheapest\n")
	assert.Equal(t, "threshold,value,needed,others,missed,late,needless,offered,cost\nlikely,0.4,2,2,0,1,1,1,0.25\n", backtest.CSV(s)[:92])
	svg := backtest.SVG(s)
	var plot struct {
		XMLName struct{}   `xml:"svg"`
		Circles []struct{} `xml:"circle"`
	}
	require.NoError(t, xml.Unmarshal([]byte(svg), &plot))
	assert.Len(t, plot.Circles, 5, "four points and a ring")
}

func TestSweepErrors(t *testing.T) {
	_, err := backtest.NewSweep(preset(t, "balanced"), "likly", []float64{.5})
	assert.ErrorContains(t, err, `no threshold "likly"`)
	for _, x := range [][3]float64{{.5, .4, .1}, {-1, 1, .1}, {0, 2, .1}, {0, 1, 0}, {0, 1, 1e-9}} {
		_, err := backtest.Values(x[0], x[1], x[2])
		assert.Error(t, err, x)
	}
	for _, text := range []string{"", "{}", `{"gold":{"transfer":null}}`, `{"gold":3}`} {
		_, ok := backtest.LabelOf([]byte(text))
		assert.False(t, ok, text)
	}
}

func BenchmarkCompare(b *testing.B) {
	p, err := presets.Load("balanced")
	require.NoError(b, err)
	q, err := presets.Load("cautious")
	require.NoError(b, err)
	e, err := escalate.New(p, escalate.WithDetectors(words))
	require.NoError(b, err)
	r, err := backtest.NewReader(e, p, q)
	require.NoError(b, err)
	x := talk("", "", "hello", "bot.failure=0.6", "emotion.anger=0.6", "ok", "thanks")
	base, err := r.Read(b.Context(), x)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Compare(b.Context(), p, q, x, base); err != nil {
			b.Fatal(err)
		}
	}
}
