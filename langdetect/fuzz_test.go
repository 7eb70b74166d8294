package langdetect_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect"
)

// FuzzDetect checks what must hold for every text: the answer is the same
// again, in range, and the same with neutral words around it as far as the
// language goes; spans are in order and on rune boundaries.
func FuzzDetect(f *testing.F) {
	for i, r := range rows(f, "testdata/messages.tsv") {
		if i%3 == 0 { // a third of the table has one of everything
			f.Add(r.text)
		}
	}
	for _, r := range rows(f, "testdata/switching.tsv") {
		f.Add(r.text)
	}
	f.Add("\xff\xfe's")
	f.Add("a\u0301\u200d\u0640")
	d, err := langdetect.New()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		r := d.Detect(text)
		require.Equal(t, r, d.Detect(text))
		for _, p := range []float64{r.Confidence, r.LowResource} {
			require.True(t, p >= 0 && p <= 1, "%v", r)
		}
		require.LessOrEqual(t, len(r.Alternatives), 4)
		require.Equal(t, r.Tag == "und", r.ISO639_3 == "und")
		if len(text) < 300 && !strings.Contains(text, "\x00") {
			require.Equal(t, r.Tag, d.Detect("ok "+text+" 12345").Tag)
		}
		end := 0
		for _, s := range d.Spans(text) {
			require.True(t, end <= s.Start && s.Start < s.End && s.End <= len(text), "%v", s)
			if utf8.ValidString(text) {
				require.True(t, utf8.ValidString(text[s.Start:s.End]))
			}
			end = s.End
		}
	})
}
