package classify_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/text"
)

func TestTrainTwiceGivesTheSameBytes(t *testing.T) {
	for name, c := range configs {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, bytesOf(t, train(t, c)), bytesOf(t, train(t, c)))
		})
	}
}

func TestModelTellsMessagesApart(t *testing.T) {
	l := lexiconOf(t)
	for _, name := range []string{"n-grams", "phrases", "all", "hidden"} {
		m := train(t, configs[name])
		assert.Equal(t, labels, m.Labels())
		for _, tt := range []struct{ more, less string }{
			{"I would like a refund for the kettle", "do you sell kettles"},
			{"give me the money back", "do you ship to Spain"},
		} {
			a, b := input(l, tt.more), input(l, tt.less)
			more, less := m.Score(nil, &a)[1], m.Score(nil, &b)[1]
			assert.Greater(t, more, 0.5, "%s: %s", name, tt.more)
			assert.Less(t, less, 0.5, "%s: %s", name, tt.less)
		}
	}
	m := train(t, configs["n-grams"])
	in := input(nil, "my parcel has not arrived")
	assert.Greater(t, m.Score(nil, &in)[0], 0.5)
	assert.Len(t, m.Score(make([]float64, 3), &in), 5, "Score appends")
}

// Two labels that a straight line cannot tell: units can.
func TestHiddenUnitsLearnWhatNoLineDivides(t *testing.T) {
	right := func(hidden int) (n int) {
		rng := rand.New(rand.NewPCG(5, 6))
		var train, test []classify.Example
		for range 400 {
			x, y := float32(rng.NormFloat64()), float32(rng.NormFloat64())
			e := classify.Example{Input: classify.Input{Vector: []float32{x, y}}}
			if x*y > 0 {
				e.Labels = []string{"same"}
			}
			train, test = append(test, e), append(train, e)
		}
		train, test = train[:200], train[200:]
		m, err := classify.Train(classify.Config{Labels: []string{"same"}, Dim: 2, Scale: 3, Ridge: 0.01, Hidden: hidden}, train)
		require.NoError(t, err)
		for _, e := range test {
			if (m.Score(nil, &e.Input)[0] >= 0.5) == (e.Labels != nil) {
				n++
			}
		}
		return n
	}
	assert.Less(t, right(0), 140, "of 200, by a line")
	assert.Greater(t, right(8), 160, "of 200, by units")
}

// Of texts that score p, about p carry the label, though the ridge makes the
// logits too small.
func TestScoresAreProbabilities(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	draw := func(n int) (out []classify.Example) {
		for range n {
			e := classify.Example{Input: classify.Input{Vector: []float32{float32(rng.NormFloat64()), float32(rng.NormFloat64())}}}
			if rng.Float64() < 1/(1+math.Exp(-3*float64(e.Vector[0])+1)) {
				e.Labels = []string{"yes"}
			}
			out = append(out, e)
		}
		return out
	}
	m, err := classify.Train(classify.Config{Labels: []string{"yes"}, Dim: 2, Ridge: 2000}, draw(1000))
	require.NoError(t, err)
	var sum, yes, n [5]float64
	for _, e := range draw(5000) {
		p := m.Score(nil, &e.Input)[0]
		bin := min(int(p*5), 4)
		sum[bin], n[bin] = sum[bin]+p, n[bin]+1
		yes[bin] += float64(len(e.Labels))
	}
	for i := range n {
		require.Greater(t, n[i], 100.0, "bin %d", i)
		assert.InDelta(t, yes[i]/n[i], sum[i]/n[i], 0.07, "bin %d", i)
	}
}

func TestRoundingWeightsChangesLittle(t *testing.T) {
	c := configs["all"]
	m, ex := train(t, c), examples(t)
	for _, s := range []string{"my refund is late", "hello there", "nothing arrived and nobody pays me back", "do you have it in green"} {
		in := input(lexiconOf(t), s)
		exact, err := classify.Exact(c, ex, &in)
		require.NoError(t, err)
		for k, got := range m.Score(nil, &in) {
			assert.InDelta(t, m.Calibrated(k, float64(exact[k])), got, 0.02, "%s of %q", labels[k], s)
		}
	}
}

func TestKnown(t *testing.T) {
	// Without Known the second half says that nothing of it is late.
	ex := examples(t)
	for i, e := range ex {
		e.Labels, e.Known = nil, []string{"back"}
		if slices.Contains(ex[i].Labels, "back") {
			e.Labels = []string{"back"}
		}
		ex = append(ex, e)
	}
	in := input(nil, "my order still hasn't arrived")
	score := func() float64 {
		m, err := classify.Train(configs["n-grams"], ex)
		require.NoError(t, err)
		return m.Score(nil, &in)[0]
	}
	partly := score()
	for i := len(ex) / 2; i < len(ex); i++ {
		ex[i].Known = []string{} // decides what holds, and nothing else
	}
	nothing := score()
	for i := len(ex) / 2; i < len(ex); i++ {
		ex[i].Known = nil
	}
	assert.Greater(t, partly, 0.8)
	assert.Greater(t, nothing, 0.8)
	assert.Less(t, score(), 0.7, "when half the same messages are said not to be late")
}

func TestWeight(t *testing.T) {
	ex := examples(t)
	in := input(nil, "where is my parcel, it was due on monday")
	score := func(w float64) float64 {
		ex[0].Weight = w
		m, err := classify.Train(classify.Config{Labels: labels, Dim: 8}, ex)
		require.NoError(t, err)
		return m.Score(nil, &in)[0]
	}
	assert.Equal(t, score(0), score(1), "0 means 1")
	assert.Greater(t, score(50), score(1))
}

func TestFolds(t *testing.T) {
	group := func(sizes ...int) (out []classify.Example) {
		for g, n := range sizes {
			for range n {
				out = append(out, classify.Example{Group: fmt.Sprint("author ", g)})
			}
		}
		return out
	}
	fold, parts := classify.FoldsOf(group(5, 3, 3, 1), 5)
	assert.Equal(t, 4, parts, "fewer groups than parts")
	assert.Equal(t, []int{0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3}, fold)
	fold, parts = classify.FoldsOf(group(5, 3, 3), 2)
	assert.Equal(t, 2, parts)
	assert.Equal(t, []int{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, fold)
	_, parts = classify.FoldsOf(group(7), 5)
	assert.Zero(t, parts, "one group has none to be judged on")
	_, parts = classify.FoldsOf(group(1), 5)
	assert.Zero(t, parts)

	// Without groups every part has its share of each label, though they come in
	// a rhythm.
	var ex []classify.Example
	for i := range 50 {
		ex = append(ex, classify.Example{Labels: []string{string(rune('a' + i%5))}})
	}
	fold, parts = classify.FoldsOf(ex, 5)
	require.Equal(t, 5, parts)
	count := map[string]int{}
	for i, f := range fold {
		count[fmt.Sprint(f, ex[i].Labels)]++
	}
	assert.Len(t, count, 25)
	for k, n := range count {
		assert.Equal(t, 2, n, k)
	}
}

// A handful of examples trains, without a calibration to speak of.
func TestVeryFewExamples(t *testing.T) {
	for _, groups := range []bool{false, true} {
		ex := []classify.Example{
			{Input: input(nil, "refund please"), Labels: []string{"back"}},
			{Input: input(nil, "hello")},
		}
		if groups {
			ex[0].Group, ex[1].Group = "me", "me"
		}
		m, err := classify.Train(classify.Config{Labels: []string{"back"}, Buckets: 1 << 8}, ex)
		require.NoError(t, err)
		a, b := input(nil, "refund please"), input(nil, "hello")
		assert.Greater(t, m.Score(nil, &a)[0], m.Score(nil, &b)[0])
		assert.Equal(t, 0.7, round(m.Calibrated(0, math.Log(7./3))), "logits stay as they are")
	}
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func TestTrainNamesTheFault(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name   string
		change func(c *classify.Config, ex []classify.Example)
		want   string
	}{
		{"no labels", func(c *classify.Config, _ []classify.Example) { c.Labels = nil }, "classify: 0 labels, want 1 to 256"},
		{"label twice", func(c *classify.Config, _ []classify.Example) { c.Labels = []string{"late", "back", "late"} }, `classify: label 2: "late" is empty or there already`},
		{"buckets", func(c *classify.Config, _ []classify.Example) { c.Buckets = 1000 }, "classify: 1000 buckets, want a power of two up to 1048576"},
		{"nothing to learn from", func(c *classify.Config, _ []classify.Example) { c.Buckets, c.Groups, c.Dim = 0, nil, 0 }, "neither n-grams nor phrases nor a vector"},
		{"group twice", func(c *classify.Config, _ []classify.Example) { c.Groups = []string{"a", "a"} }, `phrase group 1: "a" is empty or there already`},
		{"dim", func(c *classify.Config, _ []classify.Example) { c.Dim = -1 }, "vector of -1 values"},
		{"hidden beside n-grams", func(c *classify.Config, _ []classify.Example) { c.Hidden = 4 }, "4 hidden units and 4096 buckets"},
		{"ridge", func(c *classify.Config, _ []classify.Example) { c.Ridge = nan }, "classify: ridge NaN outside"},
		{"epochs", func(c *classify.Config, _ []classify.Example) { c.Epochs = -1 }, "classify: epochs -1 outside"},
		{"folds", func(c *classify.Config, _ []classify.Example) { c.Folds = -1 }, "classify: folds -1 outside"},
		{"L2", func(c *classify.Config, _ []classify.Example) { c.L2 = inf }, "classify: L2 +Inf"},
		{"unknown label", func(_ *classify.Config, ex []classify.Example) { ex[3].Labels = []string{"bakc"} }, `classify: example 3: unknown label "bakc"`},
		{"unknown known", func(_ *classify.Config, ex []classify.Example) { ex[3].Known = []string{"bakc"} }, `classify: example 3: unknown label "bakc"`},
		{"no text", func(_ *classify.Config, ex []classify.Example) { ex[4].Text = nil }, "classify: example 4: no text for its n-grams"},
		{"short vector", func(_ *classify.Config, ex []classify.Example) { ex[5].Vector = []float32{1} }, "classify: example 5: vector of 1 values, want 8"},
		{"NaN", func(_ *classify.Config, ex []classify.Example) { ex[6].Vector[2] = float32(nan) }, "classify: example 6: vector: value 2 is NaN"},
		{"infinite", func(_ *classify.Config, ex []classify.Example) { ex[6].Vector[0] = float32(inf) }, "classify: example 6: vector: value 0 is +Inf"},
		{"huge", func(_ *classify.Config, ex []classify.Example) { ex[6].Vector[0] = 1e30 }, "classify: example 6: vector: value 0 is 1e+30"},
		{"weight", func(_ *classify.Config, ex []classify.Example) { ex[7].Weight = -2 }, "classify: example 7: weight -2 outside"},
		{"no positive", func(c *classify.Config, _ []classify.Example) { c.Labels = append(slices.Clone(labels), "lost") }, `classify: label "lost": no example has it`},
		{"no negative", func(c *classify.Config, ex []classify.Example) {
			for i := range ex {
				ex[i].Labels = append(slices.Clone(ex[i].Labels), "late")
			}
		}, `classify: label "late": no example is known to be without it`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, ex := configs["all"], examples(t)
			tt.change(&c, ex)
			m, err := classify.Train(c, ex)
			assert.Nil(t, m)
			assert.ErrorContains(t, err, tt.want)
		})
	}
	_, err := classify.Train(configs["all"], nil)
	assert.EqualError(t, err, "classify: no examples")
	_, err = classify.Train(classify.Config{Labels: []string{""}, Dim: 1 << 20}, nil)
	assert.Equal(t, 2, len(strings.Split(err.Error(), "\n")), "every mistake in the configuration: %v", err)
}

func TestScoreSurvivesAnyInput(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, c := range configs {
		m := train(t, c)
		for i, in := range []classify.Input{
			{},
			{Text: text.New("")},
			{Text: text.New("\xff\x00\xfe")},
			{Text: text.New(strings.Repeat("ngày", 1<<15))},
			{Text: text.New(strings.Repeat("a b ", 1<<15))},
			{Vector: []float32{nan, inf, -inf, 3e38, 1, 1, 1, 1}},
			{Vector: make([]float32, 3)},
			{Vector: make([]float32, 99)},
		} {
			for _, s := range m.Score(nil, &in) {
				assert.True(t, s >= 0 && s <= 1, "%s: input %d: %v", name, i, s)
			}
			start, end, ok := m.Explain(&in, 0, nil)
			assert.True(t, !ok || start < end, "%s: input %d", name, i)
		}
	}
}

// What a model is made of reads as JSON with nothing lost.
func TestConfigIsPlain(t *testing.T) {
	c := train(t, configs["hidden"]).Config()
	b, err := json.Marshal(c)
	require.NoError(t, err)
	var back classify.Config
	require.NoError(t, json.Unmarshal(b, &back))
	assert.Equal(t, c, back)
}
