package text

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// copyStripped copies s up to end to the stripped text as it stands.
func (x *scanner) copyStripped(end int) {
	x.stripped.WriteString(x.s[x.copied:end])
	x.copied = end
}

// strip writes the word s[i:j] to the stripped text and returns what it wrote.
// The builder never grows: no stripped letter is longer than the letter.
func (x *scanner) strip(i, j int, kind Kind) string {
	x.copyStripped(i)
	x.copied = j
	start := x.stripped.Len()
	w := x.s[i:j]
	switch {
	case kind == Punct || kind == Emoji:
		x.stripped.WriteString(w)
	default:
		plain := 0
		for k := 0; k < len(w); {
			if b := w[k]; b < utf8.RuneSelf {
				if b == '\'' && kind == Letters {
					x.stripped.WriteString(w[plain:k])
					plain = k + 1
				}
				k++
				continue
			}
			r, n := utf8.DecodeRuneInString(w[k:])
			two := twoLetters(r)
			if s := stripLetter(r); s != r || two != "" {
				x.stripped.WriteString(w[plain:k])
				plain = k + n
				if two != "" {
					x.stripped.WriteString(two)
				} else if s >= 0 {
					x.stripped.WriteRune(s)
				}
			}
			k += n
		}
		x.stripped.WriteString(w[plain:])
	}
	return x.stripped.String()[start:]
}

// twoLetters returns what is typed for a letter that two stand for.
func twoLetters(r rune) string {
	switch r {
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	return ""
}

// stripLetter returns a folded letter without its diacritics, and -1 for a mark
// that goes.
func stripLetter(r rune) rune {
	switch {
	case r < 0xc0:
		return r
	case r < 0x250, r >= 0x1e00 && r < 0x1f00:
		if s := plainLetter(r); s != 0 {
			return s
		}
	case r < 0x300:
		if s := plainLetter(r); s != 0 {
			return s
		}
		return r
	case r < 0x370, r >= 0x1ab0 && r < 0x1b00, r >= 0x1dc0 && r < 0x1e00, r == 0x93c, r == 0x9bc, r == 0xa3c, r == 0x653, r == 0x654, r == 0x655:
		return -1
	case r < 0x400, r >= 0x1f00 && r < 0x2000:
	case r < 0x530:
		switch r {
		case 'ё':
			return 'е'
		case 'ґ':
			return 'г'
		}
		return r
	case r < 0x600:
		return r
	case r < 0x700:
		return arabicLetter(r)
	default:
		return r
	}
	var b [4]byte
	d := norm.NFD.Properties(utf8.AppendRune(b[:0], r)).Decomposition()
	if len(d) == 0 {
		return r
	}
	s, _ := utf8.DecodeRune(d)
	return s
}

// plainLetter returns what is typed for a Latin letter that does not decompose,
// 0 for the others.
func plainLetter(r rune) rune {
	switch r {
	case 'đ', 'ð', 'ɗ':
		return 'd'
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'ı':
		return 'i'
	case 'ħ':
		return 'h'
	case 'ŧ':
		return 't'
	case 'ŋ':
		return 'n'
	case 'ə', 'ǝ':
		return 'e'
	case 'ɓ':
		return 'b'
	case 'ƙ', 'ĸ':
		return 'k'
	case 'ƴ':
		return 'y'
	case 'ɛ':
		return 'e'
	case 'ɔ':
		return 'o'
	}
	return 0
}

// arabicLetter returns the letter that is typed for one with a hamza or a
// madda, for final ya and ta marbuta, and for the Persian forms of ya and kaf.
func arabicLetter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ؤ':
		return 'و'
	case 'ئ', 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	}
	return r
}
