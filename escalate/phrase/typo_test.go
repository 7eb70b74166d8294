package phrase

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// TestOneEdit makes words one edit apart and finds one from the other.
func TestOneEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letter := rapid.RuneFrom([]rune("abcdeéđжы"))
		word := rapid.SliceOfN(letter, minTypo, 10).Draw(t, "word")
		other := append([]rune(nil), word...)
		at := rapid.IntRange(1, len(word)-1).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "edit") {
		case 0:
			other = append(other[:at], other[at+1:]...)
		case 1:
			other = append(other[:at], append([]rune{letter.Draw(t, "more")}, other[at:]...)...)
		case 2:
			other[at] = letter.Draw(t, "other")
		case 3:
			if at+1 < len(other) {
				other[at], other[at+1] = other[at+1], other[at]
			}
		}
		if string(word) == string(other) {
			return
		}
		assert.True(t, oneEdit(string(word), string(other)), "%s %s", string(word), string(other))
		forms := append(make([]form, builtins), form{folded: string(word)})
		var x typos
		x.build(forms)
		got := x.look(nil, 0, string(other), hashWithout(string(other), len(string(other)), 0))
		for i, r := range string(other) {
			if i > 0 {
				got = x.look(got, 0, string(other), hashWithout(string(other), i, len(string(r))))
			}
		}
		assert.Equal(t, []int32{builtins | typoBit}, got, "%s %s", string(word), string(other))
	})
	for _, c := range [][2]string{{"complain", "complian1"}, {"supervisor", "suprvisr"}, {"abcdefg", "bbcdefg"}, {"abcdefg", "abcdefghi"}} {
		assert.False(t, oneEdit(c[0], c[1]), c)
	}
}
