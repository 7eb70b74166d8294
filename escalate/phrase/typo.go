package phrase

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// A long word with one letter too many, too few, wrong or swapped with the next
// still counts in a pattern of three words or more. The first letter must be
// right, and the word must be no other word of the lexicon. Set by hand: shorter
// words have too many neighbours that are words, and so have lone ones.
const (
	minTypo      = 7  // letters of the pattern's word
	maxTypo      = 24 // letters
	minTypoItems = 3  // words of the pattern

	typoBit = 1 << 30 // marks a token that a word stands for by mistake
)

// typos finds words by what is left of them without one letter: two words one
// edit apart have such a remainder in common.
type typos struct {
	filter  []uint64 // a bit for each hash, so that most are looked up no further
	entries []typoEntry
	words   []string // by token
}

type typoEntry struct {
	hash  uint32
	token int32
}

const typoFilterBits = 19

// build enters the tokens that typos are looked for of.
func (x *typos) build(forms []form) {
	for t := int32(builtins); t < int32(len(forms)); t++ {
		f := &forms[t]
		if f.mode != whole || f.exact || !typoWord(f.folded, minTypo) {
			continue
		}
		x.enter(f.folded, t)
	}
	if x.entries == nil {
		return
	}
	slices.SortFunc(x.entries, func(a, b typoEntry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.token, b.token)) })
	x.entries = slices.Compact(x.entries)
	x.words = make([]string, len(forms))
	x.filter = make([]uint64, 1<<typoFilterBits/64)
	for _, e := range x.entries {
		x.words[e.token] = forms[e.token].folded
		h := e.hash >> (32 - typoFilterBits)
		x.filter[h/64] |= 1 << (h % 64)
	}
}

func (x *typos) enter(word string, token int32) {
	x.entries = append(x.entries, typoEntry{hashWithout(word, len(word), 0), token})
	for i := 1; i < len(word); {
		_, n := utf8.DecodeRuneInString(word[i:])
		x.entries = append(x.entries, typoEntry{hashWithout(word, i, n), token})
		i += n
	}
}

// typoWord reports whether a word is of letters of an alphabet, that many at
// least.
func typoWord(s string, least int) bool {
	if len(s) < least || len(s) > 2*maxTypo {
		return false
	}
	n := 0
	for _, r := range s {
		if r < 'a' || r > 'z' && r < 0xc0 || r >= 0x530 && (r < 0x1e00 || r >= 0x2000) {
			return false
		}
		n++
	}
	return n >= least && n <= maxTypo
}

// hashWithout hashes s but for the n bytes at i.
func hashWithout(s string, i, n int) uint32 {
	h := uint32(2166136261)
	for k := 0; k < len(s); k++ {
		if k == i {
			k += n - 1
			if n > 0 {
				continue
			}
		}
		h = (h ^ uint32(s[k])) * hashPrime
	}
	return h ^ h>>15*0x9e3779b1
}

// append appends the tokens that a word is one edit away from, marked.
func (x *typos) append(dst []int32, w *text.Word) []int32 {
	s := w.Folded
	if x.entries == nil || w.Kind != text.Letters || !typoWord(s, minTypo-1) {
		return dst
	}
	base := len(dst)
	dst = x.look(dst, base, s, hashWithout(s, len(s), 0))
	for i := 1; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		dst = x.look(dst, base, s, hashWithout(s, i, n))
		i += n
	}
	return dst
}

// look appends the words that share a remainder of that hash, each once from
// dst[base] on.
func (x *typos) look(dst []int32, base int, s string, hash uint32) []int32 {
	if h := hash >> (32 - typoFilterBits); x.filter[h/64]>>(h%64)&1 == 0 {
		return dst
	}
	i, _ := slices.BinarySearchFunc(x.entries, hash, func(e typoEntry, h uint32) int { return cmp.Compare(e.hash, h) })
	for ; i < len(x.entries) && x.entries[i].hash == hash; i++ {
		t := x.entries[i].token
		if !slices.Contains(dst[base:], t|typoBit) && oneEdit(s, x.words[t]) {
			dst = append(dst, t|typoBit)
		}
	}
	return dst
}

// oneEdit reports whether one letter more, less, other or swapped with the next
// makes b of a, the first letter being right.
func oneEdit(a, b string) bool {
	if a[0] != b[0] {
		return false
	}
	for len(a) > 0 && len(b) > 0 {
		r, n := utf8.DecodeRuneInString(a)
		q, k := utf8.DecodeRuneInString(b)
		if r != q {
			restA, restB := a[n:], b[k:]
			if restA == restB || restA == b || a == restB {
				return true
			}
			r2, n2 := utf8.DecodeRuneInString(restA)
			q2, k2 := utf8.DecodeRuneInString(restB)
			return r == q2 && q == r2 && restA[n2:] == restB[k2:]
		}
		a, b = a[n:], b[k:]
	}
	return utf8.RuneCountInString(a)+utf8.RuneCountInString(b) == 1
}
