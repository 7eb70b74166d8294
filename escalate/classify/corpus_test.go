package classify_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
)

// corpus returns batch a and batch b, by other authors, of the messages of
// package detect in languages.
func corpus(b *testing.B, languages ...string) (learn, judge []classify.TextExample) {
	for _, lang := range languages {
		data, err := os.ReadFile("../detect/corpus/" + lang + ".tsv")
		require.NoError(b, err)
		batch := ""
		for line := range strings.SplitSeq(string(data), "\n") {
			if name, ok := strings.CutPrefix(line, "# batch "); ok {
				batch = name
			}
			labels, body, ok := strings.Cut(line, "\t")
			if !ok || line[0] == '#' {
				continue
			}
			e := classify.TextExample{Text: strings.ReplaceAll(body, `\n`, "\n")}
			if labels != "-" && labels != "!" {
				e.Labels = strings.Split(labels, ",")
			}
			switch batch {
			case "a":
				learn = append(learn, e)
			case "b":
				judge = append(judge, e)
			}
		}
	}
	return learn, judge
}

// quality returns the mean over labels of F1 at threshold one half, and of the
// average precision, which no threshold bears on.
func quality(m *classify.Model, examples []classify.Example) (f1, ap float64) {
	type scored struct {
		score float64
		is    bool
	}
	for k, l := range m.Labels() {
		var all []scored
		var right, found, has float64
		for _, e := range examples {
			s := scored{m.Score(nil, &e.Input)[k], slices.Contains(e.Labels, l)}
			all = append(all, s)
			if s.is {
				has++
			}
			if s.score >= 0.5 {
				found++
				if s.is {
					right++
				}
			}
		}
		slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
		hits, sum := 0.0, 0.0
		for i, s := range all {
			if s.is {
				hits++
				sum += hits / float64(i+1)
			}
		}
		f1, ap = f1+2*right/(found+has), ap+sum/has
	}
	n := float64(len(m.Labels()))
	return f1 / n, ap / n
}

// BenchmarkHidden gives the figures of the package's table of hidden units.
func BenchmarkHidden(b *testing.B) {
	enc, err := layers.Model()
	require.NoError(b, err)
	learn, judge := corpus(b, "en", "vi", "de", "ja")
	c, ex, err := classify.EmbedTexts(enc, enc.Layers(), learn)
	require.NoError(b, err)
	_, test, err := classify.EmbedTexts(enc, enc.Layers(), judge)
	require.NoError(b, err)
	for _, hidden := range []int{0, 8, 16, 64} {
		b.Run(fmt.Sprint(hidden), func(b *testing.B) {
			c.Hidden = hidden
			var m *classify.Model
			for b.Loop() {
				m, err = classify.Train(c, ex)
				require.NoError(b, err)
			}
			f1, ap := quality(m, test)
			b.ReportMetric(f1, "macro-F1")
			b.ReportMetric(ap, "mean-AP")
			b.ReportMetric(float64(len(ex)), "learnt")
			b.ReportMetric(float64(len(test)), "judged")
		})
	}
}
