package langdetect_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect"
)

// row is a line of a table in testdata.
type row struct{ lang, kind, text string }

func rows(t testing.TB, path string) []row {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var out []row
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if line := sc.Text(); line != "" && line[0] != '#' {
			part := strings.SplitN(line, "\t", 3)
			require.Len(t, part, 3, line)
			out = append(out, row{part[0], part[1], part[2]})
		}
	}
	require.NoError(t, sc.Err())
	return out
}

// tally counts what became of the messages of one kind.
type tally struct{ n, named, und, low int }

// TestMessages reads the table of chat reality: messages in served languages,
// plain, without diacritics, romanised, in capitals, too short to tell, and
// neutral. Its figures are those of the package documentation.
func TestMessages(t *testing.T) {
	all := rows(t, "testdata/messages.tsv")
	require.GreaterOrEqual(t, len(all), 600)
	by := map[string]*tally{}
	low := 0
	for _, r := range all {
		res := langdetect.Detect(r.text)
		c := by[r.kind]
		if c == nil {
			c = new(tally)
			by[r.kind] = c
		}
		c.n++
		code, _ := strings.CutSuffix(r.lang, "-Latn")
		if same(code, res.ISO639_3) {
			c.named++
		} else if testing.Verbose() {
			t.Logf("%-8s %-8s %q: %s %.2f", r.lang, r.kind, r.text, res.Tag, res.Confidence)
		}
		if !res.Known() {
			c.und++
		}
		if res.LowResource >= 0.5 {
			c.low++
			low++
			t.Logf("low-resource: %s %s %q %.2f", r.lang, r.kind, r.text, res.LowResource)
		}
	}
	for _, k := range []string{"plain", "bare", "roman", "capitals", "short", "neutral"} {
		require.NotNil(t, by[k], k)
		t.Logf("%-8s %3d messages, %3d named, %3d und, %d low-resource", k, by[k].n, by[k].named, by[k].und, by[k].low)
	}
	assert.LessOrEqual(t, float64(low)/float64(len(all)), 0.005, "called low-resource")
	share := func(k string) float64 { return float64(by[k].named) / float64(by[k].n) }
	assert.Greater(t, share("plain"), 0.90)
	assert.Greater(t, share("bare"), 0.82)
	assert.Greater(t, share("roman"), 0.88)
	assert.Greater(t, share("neutral"), 0.97, "neutral messages carry no language")
	assert.GreaterOrEqual(t, by["bare"].n+by["roman"].n, 200)
	assert.GreaterOrEqual(t, by["short"].n+by["neutral"].n, 200)
}

// same reports whether two codes count as one language, as score_lang.py does.
func same(a, b string) bool {
	class := map[string]string{"msa": "ind", "srp": "hrv", "bos": "hrv", "ary": "ara", "arq": "ara", "nob": "nor", "nno": "nor", "yue": "zho", "urd": "hin"}
	m := func(c string) string {
		if k, ok := class[c]; ok {
			return k
		}
		return c
	}
	return m(a) == m(b)
}

// TestSwitchingTable reads pairs of languages that chat mixes, and messages of
// one language with the loan words that chat is full of.
func TestSwitchingTable(t *testing.T) {
	d, err := langdetect.New()
	require.NoError(t, err)
	var found, yes, wrong, no int
	for _, r := range rows(t, "testdata/switching.tsv") {
		spans := d.Spans(r.text)
		score := langdetect.SwitchScore(spans)
		for i, s := range spans {
			require.Less(t, s.Start, s.End, r.text)
			if i > 0 {
				require.LessOrEqual(t, spans[i-1].End, s.Start, r.text)
			}
		}
		switch {
		case r.kind == "yes":
			yes++
			if score >= 0.5 {
				found++
			} else {
				t.Logf("missed: %s %q %v", r.lang, r.text, spans)
			}
		default:
			no++
			if score >= 0.5 {
				wrong++
				t.Logf("wrong: %s %q %v", r.lang, r.text, spans)
			}
		}
	}
	t.Logf("%d of %d changes found, %d of %d messages without one called so", found, yes, wrong, no)
	assert.GreaterOrEqual(t, float64(found)/float64(yes), 0.85)
	assert.LessOrEqual(t, float64(wrong)/float64(no), 0.05)
}
