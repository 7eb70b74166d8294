package text

import (
	"unicode"
	"unicode/utf8"
)

// class is what the tokenizer needs to know of a character.
type class uint8

const (
	isOther class = iota // punctuation, symbols, whatever is left
	isSpace
	isNewline
	isDigit
	isLetter
	isMark
	isEmoji
)

var asciiClass = func() (t [utf8.RuneSelf]class) {
	for b := range t {
		switch {
		case b == '\n':
			t[b] = isNewline
		case b == ' ':
			t[b] = isSpace
		case '0' <= b && b <= '9':
			t[b] = isDigit
		case 'a' <= b && b <= 'z':
			t[b] = isLetter
		}
	}
	return t
}()

// classAt returns the class of the folded character at s[i], its script if it
// is a letter, and its length; of the end of s, white space.
func classAt(s string, i int) (class, Script, int) {
	if i >= len(s) {
		return isSpace, Common, 0
	}
	if b := s[i]; b < utf8.RuneSelf {
		c := asciiClass[b]
		if c == isLetter {
			return c, Latin, 1
		}
		return c, Common, 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	c, script := classify(r)
	return c, script, n
}

func classify(r rune) (class, Script) {
	switch {
	case r < 0xc0:
		if r == 0xaa || r == 0xba || r == 0xb5 {
			return isLetter, Latin
		}
		return isOther, Common
	case r < 0x2b0:
		if r == 0xd7 || r == 0xf7 {
			return isOther, Common
		}
		return isLetter, Latin
	case r >= 0x300 && r < 0x370:
		return isMark, Common
	case r >= 0x400 && r < 0x482:
		return isLetter, Cyrillic
	case r >= 0x1e00 && r < 0x1f00:
		return isLetter, Latin
	case r >= 0x5d0 && r <= 0x5ea:
		return isLetter, Hebrew
	case r >= 0x620 && r <= 0x64a:
		return isLetter, Arabic
	case r >= 0x904 && r <= 0x939:
		return isLetter, Devanagari
	case r >= 0xe01 && r <= 0xe46 && r != 0xe3f:
		if r == 0xe31 || r >= 0xe34 && r <= 0xe3a {
			return isMark, Thai
		}
		return isLetter, Thai
	case r >= 0xe47 && r <= 0xe4e:
		return isMark, Thai
	case r >= 0x4e00 && r <= 0x9fff:
		return isLetter, Han
	case r >= 0xac00 && r <= 0xd7a3:
		return isLetter, Hangul
	case r >= 0x3041 && r <= 0x3096:
		return isLetter, Hiragana
	case r >= 0x30a1 && r <= 0x30fa || r == 0x30fc:
		return isLetter, Katakana
	case pictograph(r):
		return isEmoji, Common
	case unicode.IsLetter(r), r == 0x3007:
		return isLetter, ScriptOf(r)
	case unicode.IsMark(r):
		return isMark, ScriptOf(r)
	case unicode.Is(unicode.Nd, r):
		return isDigit, Common
	case unicode.IsSpace(r):
		return isSpace, Common
	case unicode.Is(unicode.Nl, r):
		return isLetter, ScriptOf(r)
	}
	return isOther, Common
}

// pictograph reports whether a character is shown as a picture: the emoji
// blocks of Unicode, without arrows, frames and the marks of typography.
func pictograph(r rune) bool {
	switch {
	case r < 0x231a:
		return false
	case r < 0x2600:
		return r == 0x231a || r == 0x231b || r == 0x2328 || r == 0x23cf || r >= 0x23e9 && r <= 0x23fa
	case r <= 0x27bf:
		return r != 0x2768 && r != 0x2769 && (r < 0x2768 || r > 0x2775) && (r < 0x2794 || r == 0x27a1 || r == 0x27b0 || r == 0x27bf)
	case r < 0x1f000:
		return r >= 0x2b05 && r <= 0x2b07 || r == 0x2b1b || r == 0x2b1c || r == 0x2b50 || r == 0x2b55
	}
	return r <= 0x1faff
}

// trailing reports whether a character belongs to the one before it in a
// script without spaces, though it is a letter by its class.
func trailing(r rune) bool {
	return r == 0xe33 || r == 0xeb3 || r == 0xe30 || r == 0xeb0 || r == 0xff9e || r == 0xff9f
}

// stacks reports whether a mark makes the next letter part of its cluster: the
// signs that put Khmer and Burmese consonants one under the other.
func stacks(r rune) bool { return r == 0x17d2 || r == 0x1039 }
