package phrase

import (
	"strings"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// Numbers of the tokens that stand for kinds of words.
const (
	tokenAny = iota
	tokenNumber
	tokenCode
	tokenURL
	tokenEmail
	tokenHandle
	tokenEmoji
	builtins
)

var builtinNames = [builtins]string{"any", "number", "code", "url", "email", "handle", "emoji"}

// builtin returns the token of a name like "number", -1 if there is none.
func builtin(name string) int32 {
	for i, n := range builtinNames {
		if n == name {
			return int32(i)
		}
	}
	return -1
}

// kindTokens are the tokens of kinds of words, -1 where there is none.
var kindTokens = [...]int32{
	text.Letters: -1, text.Number: tokenNumber, text.Code: tokenCode, text.Emoji: tokenEmoji, text.Punct: -1,
	text.URL: tokenURL, text.Email: tokenEmail, text.Handle: tokenHandle,
}

// A tokenSpan is a range of a slice of tokens.
type tokenSpan struct{ from, to int32 }

// A vocabulary finds the tokens of a word. A token is a word of patterns, with
// how it is compared.
type vocabulary struct {
	words    map[string]tokenSpan // by what a text has, in ids
	prefixes map[string]tokenSpan
	suffixes map[string]tokenSpan
	ids      []int32

	// A bit for each hash of a prefix, so that few parts of a word are looked
	// up, and the longest prefix.
	filter    [filterWords]uint64
	maxPrefix int
	maxSuffix int
	usesAny   bool
	typos     typos
}

const (
	filterWords = 256
	hashPrime   = 16777619
)

func hashBit(h uint32) (int, uint64) {
	h ^= h >> 15
	return int(h >> 6 % filterWords), 1 << (h & 63)
}

// appendTokens appends the tokens of a word to dst, some perhaps twice.
func (v *vocabulary) appendTokens(dst []int32, w *text.Word) []int32 {
	if w.Kind == text.Punct {
		return v.appendWhole(dst, w.Folded)
	}
	if v.usesAny {
		dst = append(dst, tokenAny)
	}
	if t := kindTokens[w.Kind]; t >= 0 {
		dst = append(dst, t)
	}
	before := len(dst)
	dst = v.appendReading(dst, w.Folded)
	if len(dst) == before {
		dst = v.typos.append(dst, w)
	}
	for _, alt := range w.Alt {
		dst = v.appendReading(dst, alt)
	}
	switch w.Script {
	case text.Arabic:
		if w.Stripped != w.Folded {
			dst = v.appendReading(dst, w.Stripped)
		}
		dst = v.appendClitics(dst, w.Stripped, arabicClitics[:])
	case text.Hebrew:
		dst = v.appendClitics(dst, w.Folded, hebrewClitics[:])
	}
	return dst
}

func (v *vocabulary) appendWhole(dst []int32, s string) []int32 {
	if span, ok := v.words[s]; ok {
		dst = append(dst, v.ids[span.from:span.to]...)
	}
	return dst
}

func (v *vocabulary) appendReading(dst []int32, s string) []int32 {
	dst = v.appendWhole(dst, s)
	if v.maxPrefix > 0 {
		h := uint32(0)
		for i := 0; i < len(s) && i < v.maxPrefix; i++ {
			h = (h ^ uint32(s[i])) * hashPrime
			if word, bit := hashBit(h); v.filter[word]&bit != 0 && (i+1 == len(s) || utf8.RuneStart(s[i+1])) {
				if span, ok := v.prefixes[s[:i+1]]; ok {
					dst = append(dst, v.ids[span.from:span.to]...)
				}
			}
		}
	}
	if v.maxSuffix > 0 {
		for i := len(s) - 1; i >= 0 && len(s)-i <= v.maxSuffix; i-- {
			if utf8.RuneStart(s[i]) {
				if span, ok := v.suffixes[s[i:]]; ok {
					dst = append(dst, v.ids[span.from:span.to]...)
				}
			}
		}
	}
	return dst
}

// Particles that Arabic and Hebrew write in one with the next word: and, so,
// with, for, like, the, and the pairs that are common.
var (
	arabicClitics = [...]string{"وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك"}
	hebrewClitics = [...]string{"וה", "שה", "מה", "כש", "ול", "וב", "ומ", "ו", "ה", "ב", "ל", "מ", "ש", "כ"}
)

// minStem is the letters that must remain after a particle, so that a word is
// not taken apart that only begins with its letters.
const minStem = 3

func (v *vocabulary) appendClitics(dst []int32, s string, clitics []string) []int32 {
	for _, c := range clitics {
		if strings.HasPrefix(s, c) && len(s)-len(c) >= 2*minStem {
			dst = v.appendReading(dst, s[len(c):])
		}
	}
	return dst
}

// keys calls add with what a text has where the token is meant, beside the
// folded word itself: the word without marks, as it is typed in haste, and
// other spellings.
func keys(f *form, add func(string)) {
	add(f.folded)
	if f.exact {
		return
	}
	if f.stripped != f.folded && f.stripped != "" && !misread(f) {
		add(f.stripped)
	}
	if strings.ContainsAny(f.folded, "äöüåø") {
		add(umlauts.Replace(f.folded))
	}
	if strings.Contains(f.folded, "ı") {
		add(strings.ReplaceAll(f.folded, "ı", "i")) // BAĞLAYIN: its capital is that of i
	}
	if f.mode == whole {
		for i, old := range tonesOld {
			if stem, ok := strings.CutSuffix(f.folded, old); ok {
				add(stem + tonesNew[i])
			} else if stem, ok := strings.CutSuffix(f.folded, tonesNew[i]); ok {
				add(stem + old)
			}
		}
	}
}

// minStrippedPrefix is the letters that a prefix must have to match without its
// marks: "mở*" would be "mo*", and that is money.
const minStrippedPrefix = 4

// misread reports whether a word without its marks or its apostrophe is more
// often another one.
func misread(f *form) bool {
	if f.mode != whole && !f.arabic && utf8.RuneCountInString(f.stripped) < minStrippedPrefix {
		return true
	}
	switch f.stripped {
	case "well", "ill", "hell", "shell", "were", "id", "wed", "shed":
		return strings.IndexByte(f.folded, '\'') >= 0
	}
	return false
}

// umlauts are written with a second letter where the keyboard has none.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")

// The tone marks of Vietnamese at the end of an open syllable, by the old and
// by the new rule: hòa is hoà.
var (
	tonesOld = [...]string{"òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"}
	tonesNew = [...]string{"oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"}
)
