package escalate

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// Score is a probability in [0, 1]: of the texts scored 0.8, about four in
// five carry the signal. The engine rounds scores to four decimals, so that a
// decision has the same bytes on every machine; a Score in a [Reading] or a
// [Decision] is never NaN.
type Score float64

func (s Score) valid() bool { return s >= 0 && s <= 1 } // false for NaN

func (s Score) round() Score { return Score(math.Round(float64(s)*1e4) / 1e4) }

// Evidence is a place in the conversation that backs a signal.
//
// Start and End are byte offsets into the Text of turn Turn as supplied,
// half-open and on rune boundaries. A detector leaves Quote empty; the engine
// fills it with exactly that slice of the text (a byte that is not UTF-8 stands
// as the control character SUB).
type Evidence struct {
	Turn  int    `json:"turn"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

// Signal is what a detector found at a turn: how probable it is that the
// customer's turn carries the kind, and the words that say so, best first.
// Evidence may be empty: the engine then takes the whole turn as evidence.
type Signal struct {
	Kind     Kind       `json:"kind"`
	Score    Score      `json:"score"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// maxEvidence bounds the pieces of evidence that a signal keeps. More than a
// handful explains nothing to a person.
const maxEvidence = 8

// merge adds b to a, both of one kind: the higher score wins, and its evidence
// comes first. A maximum, not a sum: detectors of one kind read the same words
// and are not independent.
func merge(a, b Signal) Signal {
	if b.Score > a.Score {
		a, b = b, a
	}
	out := Signal{Kind: a.Kind, Score: a.Score, Evidence: slices.Clip(a.Evidence)}
	for _, e := range b.Evidence {
		if len(out.Evidence) < maxEvidence && !slices.Contains(out.Evidence, e) {
			out.Evidence = append(out.Evidence, e)
		}
	}
	return out
}

// find returns the signal of kind k in a slice sorted by kind.
func find(signals []Signal, k Kind) (Signal, bool) {
	i, ok := slices.BinarySearchFunc(signals, k, func(s Signal, k Kind) int { return cmp.Compare(s.Kind, k) })
	if !ok {
		return Signal{}, false
	}
	return signals[i], true
}

// onRune reports whether i is a rune boundary of s, which is valid UTF-8.
func onRune(s string, i int) bool {
	return i == len(s) || i >= 0 && i < len(s) && utf8.RuneStart(s[i])
}

// floorRune returns the greatest rune boundary of s that is at most i. It
// takes any string: in one that is not UTF-8, bytes that start no rune do not
// count as boundaries.
func floorRune(s string, i int) int {
	i = min(i, len(s))
	for i > 0 && !onRune(s, i) {
		i--
	}
	return i
}
