package text

import "unicode"

// Script is the writing system of a word's first letter.
type Script uint8

// The scripts that are told apart. The zero Script, Common, is that of words
// without a letter; letters of further scripts are OtherScript.
const (
	Common Script = iota
	OtherScript
	Latin
	Greek
	Cyrillic
	Armenian
	Georgian
	Hebrew
	Arabic
	Syriac
	Thaana
	NKo
	Adlam
	Ethiopic
	Tifinagh
	Devanagari
	Bengali
	Gurmukhi
	Gujarati
	Odia
	Tamil
	Telugu
	Kannada
	Malayalam
	Sinhala
	Tibetan
	OlChiki
	MeeteiMayek
	Mongolian
	Cherokee
	CanadianAboriginal
	Javanese
	Vai
	Hangul
	Thai
	Lao
	Khmer
	Myanmar
	Han
	Hiragana
	Katakana
	Bopomofo
)

var scriptTags = [...]string{
	"Zyyy", "Zzzz", "Latn", "Grek", "Cyrl", "Armn", "Geor", "Hebr", "Arab", "Syrc", "Thaa", "Nkoo", "Adlm", "Ethi", "Tfng",
	"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Tibt", "Olck", "Mtei", "Mong", "Cher",
	"Cans", "Java", "Vaii", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Hani", "Hira", "Kana", "Bopo",
}

// String returns the four letters of ISO 15924: "Latn", "Hani"; "Zyyy" for
// Common and "Zzzz" for OtherScript.
func (s Script) String() string {
	if int(s) < len(scriptTags) {
		return scriptTags[s]
	}
	return scriptTags[OtherScript]
}

// Spaceless reports whether the script is written without spaces between
// words, so that each of its characters is a [Word].
func (s Script) Spaceless() bool { return s >= Thai }

// ScriptOf returns the script of a letter or a mark, and Common for what
// belongs to none.
func ScriptOf(r rune) Script {
	switch {
	case r < 0x80:
		if 'a' <= r|0x20 && r|0x20 <= 'z' {
			return Latin
		}
		return Common
	case r < 0x2c00:
		return scriptOfLow(r)
	case r >= 0xac00 && r <= 0xd7fb, r >= 0xa960 && r <= 0xa97c, r >= 0x3131 && r <= 0x318e:
		return Hangul
	case r >= 0x3041 && r <= 0x309f:
		return Hiragana
	case r >= 0x30a1 && r <= 0x30ff && r != 0x30fb, r >= 0x31f0 && r <= 0x31ff, r >= 0xff66 && r <= 0xff9f:
		return Katakana
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, r >= 0x20000 && r <= 0x3fffd, r >= 0xf900 && r <= 0xfaff,
		r >= 0x2e80 && r <= 0x2fdf, r == 0x3005, r == 0x3007:
		return Han
	}
	return scriptOfHigh(r)
}

func scriptOfLow(r rune) Script {
	if !letterOrMark(r) {
		return Common
	}
	for _, b := range lowScripts {
		if r <= b.last {
			if r >= b.first {
				return b.script
			}
			break
		}
	}
	return otherOrCommon(r)
}

func scriptOfHigh(r rune) Script {
	for _, b := range highScripts {
		if r >= b.first && r <= b.last && letterOrMark(r) {
			return b.script
		}
	}
	return otherOrCommon(r)
}

// otherOrCommon tells letters of further scripts from marks that go with all.
func otherOrCommon(r rune) Script {
	if unicode.IsLetter(r) {
		return OtherScript
	}
	return Common
}

func letterOrMark(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

type scriptBlock struct {
	first, last rune
	script      Script
}

// lowScripts are blocks below U+2C00 in order; within a block everything that
// is a letter or a mark belongs to the script.
var lowScripts = [...]scriptBlock{
	{0x00aa, 0x02b8, Latin}, {0x0370, 0x03ff, Greek}, {0x0400, 0x052f, Cyrillic}, {0x0531, 0x058f, Armenian},
	{0x0591, 0x05ff, Hebrew}, {0x0600, 0x06ff, Arabic}, {0x0700, 0x074f, Syriac}, {0x0750, 0x077f, Arabic},
	{0x0780, 0x07bf, Thaana}, {0x07c0, 0x07ff, NKo}, {0x0860, 0x086f, Syriac}, {0x0870, 0x08ff, Arabic},
	{0x0900, 0x097f, Devanagari}, {0x0980, 0x09ff, Bengali}, {0x0a00, 0x0a7f, Gurmukhi}, {0x0a80, 0x0aff, Gujarati},
	{0x0b00, 0x0b7f, Odia}, {0x0b80, 0x0bff, Tamil}, {0x0c00, 0x0c7f, Telugu}, {0x0c80, 0x0cff, Kannada},
	{0x0d00, 0x0d7f, Malayalam}, {0x0d80, 0x0dff, Sinhala}, {0x0e00, 0x0e7f, Thai}, {0x0e80, 0x0eff, Lao},
	{0x0f00, 0x0fff, Tibetan}, {0x1000, 0x109f, Myanmar}, {0x10a0, 0x10ff, Georgian}, {0x1100, 0x11ff, Hangul},
	{0x1200, 0x139f, Ethiopic}, {0x13a0, 0x13ff, Cherokee}, {0x1400, 0x167f, CanadianAboriginal}, {0x1780, 0x17ff, Khmer},
	{0x1800, 0x18af, Mongolian}, {0x18b0, 0x18ff, CanadianAboriginal}, {0x1c50, 0x1c7f, OlChiki}, {0x1c80, 0x1c8f, Cyrillic},
	{0x1c90, 0x1cbf, Georgian}, {0x1d00, 0x1d25, Latin}, {0x1d2c, 0x1d5c, Latin}, {0x1d62, 0x1d65, Latin}, {0x1d6b, 0x1d77, Latin},
	{0x1d79, 0x1dbe, Latin}, {0x1e00, 0x1eff, Latin}, {0x1f00, 0x1fff, Greek}, {0x2071, 0x209c, Latin},
}

var highScripts = [...]scriptBlock{
	{0x2c60, 0x2c7f, Latin}, {0x2d00, 0x2d2f, Georgian}, {0x2d30, 0x2d7f, Tifinagh}, {0x2d80, 0x2ddf, Ethiopic},
	{0x2de0, 0x2dff, Cyrillic}, {0x3100, 0x312f, Bopomofo}, {0x31a0, 0x31bf, Bopomofo}, {0xa500, 0xa63f, Vai}, {0xa640, 0xa69f, Cyrillic},
	{0xa722, 0xa7ff, Latin}, {0xa8e0, 0xa8ff, Devanagari}, {0xa980, 0xa9df, Javanese}, {0xa9e0, 0xa9ff, Myanmar},
	{0xaa60, 0xaa7f, Myanmar}, {0xaae0, 0xaaff, MeeteiMayek}, {0xab00, 0xab2f, Ethiopic}, {0xab30, 0xab6f, Latin},
	{0xab70, 0xabbf, Cherokee}, {0xabc0, 0xabff, MeeteiMayek}, {0xfb00, 0xfb06, Latin}, {0xfb1d, 0xfb4f, Hebrew},
	{0xfb50, 0xfdff, Arabic}, {0xfe70, 0xfefc, Arabic}, {0xff21, 0xff5a, Latin}, {0x1e7e0, 0x1e7ff, Ethiopic}, {0x1e900, 0x1e95f, Adlam},
}
