package text

import (
	"strings"
	"unicode/utf8"
)

// Longer words get no other readings, so that readings cost no more than the
// word does: nobody spells a word of that length playfully.
const (
	maxElongated = 256
	maxLeet      = 32
	maxReadings  = 6
)

// readings returns what a word with letters repeated three times or more may
// stand for, and whether it has them.
func readings(s string) (alt []string, elongated bool) {
	first := repeatAt(s, 0)
	if first < 0 {
		return nil, false
	}
	if len(s) > maxElongated {
		return nil, true
	}
	second := repeatAt(s, skipRun(s, first))
	if second >= 0 && repeatAt(s, skipRun(s, second)) >= 0 {
		return []string{shorten(s, 1, 1), shorten(s, 2, 2)}, true
	}
	if second < 0 {
		return []string{shorten(s, 1, 1), shorten(s, 2, 2)}, true
	}
	return []string{shorten(s, 1, 1), shorten(s, 2, 1), shorten(s, 1, 2), shorten(s, 2, 2)}, true
}

// repeatAt returns where the next run of three of a character begins from i on,
// -1 if none does.
func repeatAt(s string, i int) int {
	for i < len(s) {
		if s[i] < utf8.RuneSelf {
			if i+2 < len(s) && s[i+1] == s[i] && s[i+2] == s[i] && asciiClass[s[i]] == isLetter {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if i+3*n <= len(s) && s[i+n:i+2*n] == s[i:i+n] && s[i+2*n:i+3*n] == s[i:i+n] && (r < 0x300 || r >= 0x370) {
			return i
		}
		i += n
	}
	return -1
}

// skipRun returns where the run of the character at s[i] ends.
func skipRun(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	j := i + n
	for j < len(s) && strings.HasPrefix(s[j:], s[i:i+n]) {
		j += n
	}
	return j
}

// shorten leaves "first" characters of the first long run and "rest" of the
// others.
func shorten(s string, first, rest int) string {
	var b strings.Builder
	b.Grow(len(s))
	from, keep := 0, first
	for i := repeatAt(s, 0); i >= 0; i = repeatAt(s, from) {
		_, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[from : i+keep*n])
		from, keep = skipRun(s, i), rest
	}
	b.WriteString(s[from:])
	return b.String()
}

// leet appends to alt the word with digits and signs read as letters, 1 as i
// and as l. A word with a sign that stands for no letter has no such reading.
func leet(s string, alt []string) []string {
	if len(s) > maxLeet || len(alt) >= maxReadings {
		return alt
	}
	var one, other [maxLeet]byte
	changed, twice := false, false
	for i := 0; i < len(s); i++ {
		b := s[i]
		c, d := b, b
		switch b {
		case '0':
			c, d = 'o', 'o'
		case '1':
			c, d = 'i', 'l'
			twice = true
		case '3':
			c, d = 'e', 'e'
		case '4', '@':
			c, d = 'a', 'a'
		case '5', '$':
			c, d = 's', 's'
		case '7':
			c, d = 't', 't'
		case '8':
			c, d = 'b', 'b'
		case '2', '6', '9', '*', '_', '.':
			return alt
		}
		changed = changed || c != b
		one[i], other[i] = c, d
	}
	if !changed {
		return alt
	}
	alt = append(alt, string(one[:len(s)]))
	if twice {
		alt = append(alt, string(other[:len(s)]))
	}
	return alt
}
