package classify

import (
	"math"

	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// gram is an n-gram feature: its bucket, and the words that it lies in.
type gram struct {
	bucket      uint32
	first, last int32
}

const (
	minChars, maxChars = 3, 5 // of character n-grams inside a word
	maxGramWords       = 400  // of a text; what follows is left out
)

// FNV-1a, 32 bits; written out so that parts of a feature need not be joined.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func hashByte(h uint32, b byte) uint32 { return (h ^ uint32(b)) * fnvPrime }

func hashString(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

// mix spreads the bits of an FNV sum, whose low bits are weak.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// grams appends the n-grams of t. Words count without their marks, since
// people leave them out, and with them where they have some; numbers, codes and
// addresses count as what they are and not by their digits. In scripts without
// spaces, where a word is a character, up to four of them make a gram.
func grams(dst []gram, t *text.Text, buckets int) []gram {
	mask := uint32(buckets - 1)
	ws := t.Words()
	if len(ws) > maxGramWords {
		ws = ws[:maxGramWords]
	}
	add := func(h uint32, first, last int) {
		dst = append(dst, gram{mix(h) & mask, int32(first), int32(last)})
	}
	for i := range ws {
		w := &ws[i]
		s := token(w)
		h := hashString(hashByte(fnvOffset, 'w'), s)
		add(h, i, i)
		if w.Kind == text.Letters && w.Folded != w.Stripped {
			add(hashString(hashByte(fnvOffset, 'f'), w.Folded), i, i)
		}
		if w.Upper {
			add(hashString(hashByte(fnvOffset, 'U'), "upper"), i, i)
		}
		if w.Elongated {
			add(hashString(hashByte(fnvOffset, 'E'), "elongated"), i, i)
		}
		n := 2
		if w.Script.Spaceless() {
			n = 4
		}
		for j, hh := 1, h; j < n && i+j < len(ws); j++ {
			hh = hashString(hashByte(hh, ' '), token(&ws[i+j]))
			add(hh, i, i+j)
		}
		if w.Kind == text.Letters && !w.Script.Spaceless() {
			dst = chars(dst, w.Stripped, mask, i)
		}
	}
	return dst
}

// token is the word as a feature.
func token(w *text.Word) string {
	switch w.Kind {
	case text.Number:
		return "0"
	case text.Code:
		return "0a"
	case text.URL:
		return "://"
	case text.Email:
		return "@."
	case text.Handle:
		return "@"
	}
	return w.Stripped
}

// chars appends the character n-grams of a word, its ends marked.
func chars(dst []gram, s string, mask uint32, at int) []gram {
	if len(s) > 40 {
		s = s[:40]
	}
	var starts [44]int8 // where characters start in the word with its marks
	n := 0
	starts[n] = -1
	n++
	for i := range s {
		starts[n] = int8(i)
		n++
	}
	starts[n] = int8(len(s))
	n++
	for i := 0; i < n-minChars+1; i++ {
		h := hashByte(fnvOffset, 'c')
		for j := i; j < n && j < i+maxChars; j++ {
			switch {
			case j == 0:
				h = hashByte(h, '<')
			case j == n-1:
				h = hashByte(h, '>')
			default:
				end := int(starts[j+1])
				h = hashString(h, s[starts[j]:end])
			}
			if j-i+1 >= minChars {
				dst = append(dst, gram{mix(h) & mask, int32(at), int32(at)})
			}
		}
	}
	return dst
}

// gramValue is what each of n n-grams counts: the vector of a text has length
// about 1 whatever its own length is, but longer texts, which say more, a
// little more.
func gramValue(n int) float32 {
	return float32(1 / math.Sqrt(float64(n)+8))
}

// dense appends the features behind the n-grams: for each group the weights of
// its phrases joined, as meant and as scoped away, then the vector.
func (c *Config) dense(dst []float32, in *Input) []float32 {
	at := len(dst)
	for range c.width() {
		dst = append(dst, 0)
	}
	out := dst[at:]
	for i, g := range c.Groups {
		out[2*i], out[2*i+1] = joined(in.Hits, g)
	}
	v := out[2*len(c.Groups):]
	for i, x := range in.Vector[:min(len(in.Vector), c.Dim)] {
		if x *= float32(c.Scale); math.Abs(float64(x)) <= math.MaxFloat32 { // false for NaN
			v[i] = x
		}
	}
	return dst
}

// joined returns the probability that one of a group's phrases is meant as it
// says, and the same for those scoped away.
func joined(hits []phrase.Match, group string) (meant, scoped float32) {
	m, s := float32(1), float32(1)
	for i := range hits {
		if h := &hits[i]; h.Group == group {
			if h.Scope == 0 {
				m *= 1 - float32(h.Weight)
			} else {
				s *= 1 - float32(h.Weight)
			}
		}
	}
	return 1 - m, 1 - s
}
