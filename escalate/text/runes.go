package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// settled reports whether a character that is not ASCII is a letter that
// compatibility composition leaves alone and that composes with nothing before
// it. It need not be complete: what it leaves out takes the longer way.
func settled(r rune) bool {
	switch {
	case r < 0xc0:
		return false
	case r < 0x250:
		return r <= 0x17e && r != 0xdf && r != 0x130 && r != 0x132 && r != 0x133 && r != 0x13f && r != 0x140 && r != 0x149 ||
			r == 0x1a0 || r == 0x1a1 || r == 0x1af || r == 0x1b0
	case r < 0x370:
		return false
	case r < 0x400:
		return r >= 0x388 && r <= 0x3ce && r != 0x3c2
	case r < 0x530:
		return r <= 0x481 || r >= 0x48a
	case r < 0x621:
		return r >= 0x5d0 && r <= 0x5ea
	case r < 0x660:
		return r <= 0x63a || r >= 0x641 && r <= 0x64a
	case r < 0x900:
		return r >= 0x679 && r <= 0x6bf
	case r < 0xe00:
		return r >= 0x905 && r <= 0x928 || r >= 0x93e && r <= 0x94c || r >= 0x985 && r <= 0x9b9
	case r < 0xe80:
		return r >= 0xe01 && r <= 0xe2e && r != 0xe32
	case r < 0x1ea0:
		return false
	case r < 0x1f00:
		return r <= 0x1ef9
	case r < 0x3400:
		return r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa || r == 0x30fc
	case r < 0xac00:
		return r <= 0x9fff && (r < 0x4dc0 || r > 0x4dff)
	}
	return r <= 0xd7a3
}

// unchanged reports whether a character that is not settled folds to itself but
// may combine: frequent marks and punctuation, to spare them the longer way.
func unchanged(r rune) bool {
	return r >= 0xe2f && r <= 0xe4e && r != 0xe3f || r >= 0x3001 && r <= 0x3011 || r >= 0x300 && r <= 0x33f
}

// lower returns the lower case of a character, with one form of sigma.
func lower(r rune) rune {
	switch {
	case r >= 0x1ea0 && r <= 0x1eff:
		return r | 1
	case r >= 0x5d0 && r < 0x10a0, r >= 0x2c00 && r <= 0xa63f, r >= 0xac00 && r <= 0xd7a3:
		if r >= 0x2c00 && r < 0x2e00 {
			break
		}
		return r
	case r >= 0xc0 && r <= 0xde:
		if r == 0xd7 {
			return r
		}
		return r + 32
	case r == 'ς':
		return 'σ'
	}
	return unicode.ToLower(r)
}

// hidden reports whether a character leaves no trace in the folded text: it
// shows nothing, or, like vowel points, tatweel, skin tones and the frame of a
// keycap, only varies how the characters beside it look.
func hidden(r rune) bool {
	switch {
	case r < 0x300:
		return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xad
	case r < 0x590:
		return r == 0x34f
	case r < 0x700:
		return r >= 0x591 && r <= 0x5bd || r == 0x5bf || r == 0x5c1 || r == 0x5c2 || r == 0x5c4 || r == 0x5c5 || r == 0x5c7 ||
			r >= 0x600 && r <= 0x605 || r >= 0x610 && r <= 0x61a || r == 0x61c || r == 0x640 || r >= 0x64b && r <= 0x652 ||
			r == 0x670 || r >= 0x6d6 && r <= 0x6ed && !unicode.IsLetter(r) && r != 0x6de && r != 0x6e9
	case r < 0x2000:
		return r == 0x70f || r == 0x115f || r == 0x1160 || r == 0x17b4 || r == 0x17b5 || r >= 0x180b && r <= 0x180f
	case r < 0x3000:
		return r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r >= 0x20dd && r <= 0x20e4 && r != 0x20e1
	case r < 0x10000:
		return r == 0x3164 || r >= 0xfe00 && r <= 0xfe0f || r == 0xfeff || r == 0xffa0 || r >= 0xfff0 && r <= 0xfffd
	}
	return r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0000 && r <= 0xe0fff || unicode.Is(unicode.Cf, r)
}

// keptWhole reports whether a character is kept though compatibility would
// take it apart: the Thai and Lao vowel am, which people see as one, and signs
// that would glue letters to the word before.
func keptWhole(r rune) bool {
	return r == 0xe33 || r == 0xeb3 || r == 0x2122 || r == 0x2120
}

// replacement returns what a character is folded to where neither case nor
// compatibility says so, "" for most.
func replacement(r rune) string {
	switch r {
	case 0xdf, 0x1e9e:
		return "ss"
	case 0x130:
		return "i"
	case 0x587:
		return "եւ"
	case 'ς':
		return "σ"
	case 0x85, 0x2028, 0x2029:
		return "\n"
	case 0x1680, 0x2800:
		return " "
	case 0xb4, 0x2b9, 0x2bb, 0x2bc, 0x2bd, 0x2c8, 0x2018, 0x2019, 0x201a, 0x201b, 0x2032, 0x2035, 0x5f3, 0x55a, 0x2ca, 0x1fbf, 0x1fbd, 0x1ffd:
		return "'"
	case 0x201c, 0x201d, 0x201e, 0x201f, 0x2033, 0x2036, 0x301d, 0x301e, 0x301f, 0x5f4:
		return `"`
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0x5be:
		return "-"
	case 0x2015:
		return "—"
	case 0x301c:
		return "~"
	case 0x22ef:
		return "..."
	}
	switch {
	case r >= 0x660 && unicode.Is(unicode.Nd, r):
		return digits[digitValue(r)]
	case r >= 0x1f150 && r <= 0x1f169: // white on black
		return letter(r - 0x1f150)
	case r >= 0x1f170 && r <= 0x1f189:
		return letter(r - 0x1f170)
	case r >= 0x1d00 && r <= 0x1d22 || r >= 0x250 && r <= 0x2af: // small capitals
		return smallCapitals[r]
	case r == 0xa730:
		return "f"
	case r == 0xa731:
		return "s"
	}
	return ""
}

var digits = [...]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// digitValue returns the value of a decimal digit of any script: blocks of ten
// begin with zero, and but for the mathematical ones at a multiple of sixteen
// or six beyond one.
func digitValue(r rune) int {
	if r >= 0x1d7ce && r <= 0x1d7ff {
		return int(r-0x1d7ce) % 10
	}
	v := 0
	for v < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		v++
	}
	return v
}

func letter(i rune) string { return "abcdefghijklmnopqrstuvwxyz"[i : i+1] }

var smallCapitals = map[rune]string{
	'ᴀ': "a", 'ʙ': "b", 'ᴄ': "c", 'ᴅ': "d", 'ᴇ': "e", 'ɢ': "g", 'ʜ': "h", 'ɪ': "i", 'ᴊ': "j", 'ᴋ': "k", 'ʟ': "l", 'ᴍ': "m",
	'ɴ': "n", 'ᴏ': "o", 'ᴘ': "p", 'ʀ': "r", 'ᴛ': "t", 'ᴜ': "u", 'ᴠ': "v", 'ᴡ': "w", 'ʏ': "y", 'ᴢ': "z", 'ɑ': "a", 'ɡ': "g",
}

// joinsBefore reports whether a folded character may combine with the one
// before it.
func (f *folder) joinsBefore(r rune) bool {
	switch {
	case settled(r), r < 0x300, r >= 0x620 && r <= 0x64a, r >= 0x2100 && r < 0x302a, r >= 0x4e00 && r < 0xa66f, r >= 0xff00 && r < 0x10000:
		return false
	case r < 0x370:
		return true
	case neverComposes(r):
		return thaiClass(r) != 0
	}
	return !norm.NFC.Properties(utf8.AppendRune(f.before[:0], r)).BoundaryBefore()
}

// combiningClass returns the canonical combining class of r, the last of b.
func combiningClass(r rune, b []byte) uint8 {
	if neverComposes(r) {
		return thaiClass(r)
	}
	return norm.NFC.Properties(b[len(b)-utf8.RuneLen(r):]).CCC()
}

// neverComposes reports whether a character of a script where marks and
// letters stay apart in composed text.
func neverComposes(r rune) bool { return r >= 0xe00 && r < 0xf00 }

// thaiClass returns the canonical combining class of a Thai or a Lao character.
func thaiClass(r rune) uint8 {
	switch {
	case r == 0xe38 || r == 0xe39:
		return 103
	case r == 0xe3a || r == 0xeba:
		return 9
	case r >= 0xe48 && r <= 0xe4b:
		return 107
	case r == 0xeb8 || r == 0xeb9:
		return 118
	case r >= 0xec8 && r <= 0xecb:
		return 122
	}
	return 0
}
