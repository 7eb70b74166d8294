package text

import "strings"

type piece struct{ folded, raw, rawEnd int32 }

func fold(raw string) (string, []piece) { return strings.ToLower(raw), nil }

// RawSpan returns the bytes of Raw that the bytes start to end of Folded came
// from.
func (t *Text) RawSpan(start, end int) (int, int) { return start, end }

func (t *Text) tokenize() {
	t.stripped = t.folded
	at := 0
	for _, f := range strings.Fields(t.folded) {
		i := at + strings.Index(t.folded[at:], f)
		at = i + len(f)
		t.words = append(t.words, Word{Start: i, End: at, Folded: f, Stripped: f, Kind: Letters, Script: Latin})
	}
	if n := len(t.words); n > 0 {
		t.sentences = []Sentence{{LastWord: n - 1, Start: t.words[0].Start, End: t.words[n-1].End}}
	}
}
