package classify_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/text"
)

func TestExplainPointsAtTheWords(t *testing.T) {
	l := lexiconOf(t)
	for _, name := range []string{"n-grams", "phrases", "all", "hidden"} {
		m := train(t, configs[name])
		for _, tt := range []struct {
			text  string
			label int
			want  string
		}{
			{"good evening everybody, nice shop you have there. By the way: refund me", 1, "refund"},
			{"I bought two green chairs with your colleague, and now I want my money back", 1, "money back"},
			{"the chairs are nice and the lamp too, but the table hasn't arrived", 0, "arrived"},
		} {
			in := input(l, tt.text)
			start, end, ok := m.Explain(&in, tt.label, nil)
			if assert.True(t, ok, "%s: %s", name, tt.text) {
				assert.Contains(t, tt.text[start:end], tt.want, name)
				assert.Less(t, end-start, len(tt.text)/2, "%s: %q", name, tt.text[start:end])
			}
		}
	}
}

func TestExplainOfContributions(t *testing.T) {
	m := train(t, configs["vector"])
	quote := func(s string, cs ...classify.Contribution) string {
		in := classify.Input{Text: text.New(s)}
		start, end, ok := m.Explain(&in, 0, cs)
		assert.Equal(t, ok, start < end)
		return s[start:end]
	}
	assert.Equal(t, "Ihr Geld", quote("wo ist Ihr Geld?", classify.Contribution{Start: 7, End: 10, Value: 1}, classify.Contribution{Start: 11, End: 15, Value: 1}))
	// A piece of several words, each a character, in any order.
	assert.Equal(t, "返金", quote("今日は返金を", classify.Contribution{Start: 15, End: 18, Value: -1}, classify.Contribution{Start: 9, End: 15, Value: 2}))
	assert.Equal(t, "b", quote("a, b!", classify.Contribution{Start: 1, End: 5, Value: 1}), "no punctuation at the ends")
	assert.Equal(t, "", quote("a b"), "nothing adds anything")
	assert.Equal(t, "", quote("a b", classify.Contribution{Start: 0, End: 1, Value: -1}))
	assert.Equal(t, "", quote("!!", classify.Contribution{Start: 0, End: 2, Value: 1}))
	assert.Equal(t, "a", quote("a b", classify.Contribution{Start: -5, End: 1, Value: 1}, classify.Contribution{Start: 90, End: 99, Value: 1}))

	in := classify.Input{Text: text.New("a")}
	for _, label := range []int{-1, 2} {
		_, _, ok := m.Explain(&in, label, []classify.Contribution{{Start: 0, End: 1, Value: 1}})
		assert.False(t, ok)
		assert.Nil(t, m.VectorWeights(label))
		assert.Nil(t, m.VectorSlopes(&in, label))
	}
}

// The slopes are those of the logits.
func TestVectorSlopes(t *testing.T) {
	l := lexiconOf(t)
	for _, name := range []string{"vector", "hidden"} {
		m := train(t, configs[name])
		in := input(l, "nothing has arrived")
		for label := range labels {
			slopes := m.VectorSlopes(&in, label)
			for i := range slopes {
				const h = 1e-2
				logit := func(d float32) float64 {
					moved := in
					moved.Vector = append([]float32(nil), in.Vector...)
					moved.Vector[i] += d
					return m.Logits(nil, &moved)[label]
				}
				assert.InDelta(t, (logit(h)-logit(-h))/(2*h), slopes[i], 1e-3, "%s, value %d", name, i)
			}
			if name == "vector" {
				assert.Equal(t, m.VectorWeights(label), slopes)
			}
		}
	}
}
