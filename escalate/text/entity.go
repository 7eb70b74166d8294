package text

import (
	"strconv"
	"unicode/utf8"
)

// maxEntity is the longest entity that is looked for, the ampersand included:
// "&#x0010ffff;" and the names below.
const maxEntity = 12

// entity replaces the HTML entity that the semicolon just written ends, if it
// does. Names are in lower case by now: "&Eacute;" and "&eacute;" are one.
func (f *folder) entity(end int) {
	n := len(f.out)
	for k := n - 2; k >= 0 && k >= n-maxEntity; k-- {
		switch b := f.out[k]; {
		case b == '&':
			r, ok := entityRune(string(f.out[k+1 : n-1]))
			if !ok {
				return
			}
			raw := f.rawAt(k)
			f.cut(k)
			f.restoreBase()
			if r < utf8.RuneSelf {
				f.asciiEntity(byte(r), raw, end)
				return
			}
			var buf [utf8.UTFMax]byte
			f.entityRune(r, string(utf8.AppendRune(buf[:0], r)), raw, end)
			return
		case b != '#' && (b < '0' || b > '9') && (b < 'a' || b > 'z'):
			return
		}
	}
}

// restoreBase makes the last character written the one that marks attach to.
func (f *folder) restoreBase() {
	f.base, f.marks, f.class = 0, 0, 0
	if len(f.out) > 0 {
		f.base = lastRune(f.out)
		f.baseRaw = f.rawAt(f.base)
	}
}

func (f *folder) asciiEntity(b byte, start, end int) {
	switch asciiFold[b] {
	case asUpper:
		f.put(rune(b|0x20), start, end)
	case asSpace:
		f.put(' ', start, end)
	case asReturn:
		f.put('\n', start, end)
	case asPlain, asEntity, asTick:
		f.put(rune(b), start, end)
	}
}

// entityRune folds the character of an entity, which stands for all of
// raw[start:end].
func (f *folder) entityRune(r rune, s string, start, end int) {
	var sub folder
	sub.rune(r, s, 0)
	for _, y := range string(sub.out) {
		f.put(y, start, end)
	}
}

// entityRune returns the character of an entity by its folded name.
func entityRune(name string) (rune, bool) {
	if len(name) > 1 && name[0] == '#' {
		base := 10
		if name = name[1:]; name[0] == 'x' {
			name, base = name[1:], 16
		}
		n, err := strconv.ParseUint(name, base, 32)
		if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return 0, false
		}
		return rune(n), true
	}
	r, ok := entities[name]
	return r, ok
}

// entities are the names of HTML 4 that chat widgets and mail clients leave
// behind: signs, spaces and the letters of Latin-1.
var entities = map[string]rune{
	"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\'', "nbsp": ' ', "ensp": ' ', "emsp": ' ', "thinsp": ' ', "shy": 0xad,
	"zwnj": 0x200c, "zwj": 0x200d, "lrm": 0x200e, "rlm": 0x200f, "newline": '\n', "tab": '\t', "semi": ';', "colon": ':', "comma": ',',
	"period": '.', "excl": '!', "quest": '?', "num": '#', "lpar": '(', "rpar": ')', "ast": '*', "lowbar": '_', "commat": '@', "sol": '/',
	"iexcl": '¡', "iquest": '¿', "cent": '¢', "pound": '£', "yen": '¥', "euro": '€', "sect": '§', "copy": '©', "reg": '®', "trade": '™',
	"laquo": '«', "raquo": '»', "lsaquo": '‹', "rsaquo": '›', "lsquo": '‘', "rsquo": '’', "sbquo": '‚', "ldquo": '“', "rdquo": '”',
	"bdquo": '„', "ndash": '–', "mdash": '—', "hellip": '…', "bull": '•', "middot": '·', "deg": '°', "plusmn": '±', "times": '×',
	"agrave": 'à', "aacute": 'á', "acirc": 'â', "atilde": 'ã', "auml": 'ä', "aring": 'å', "aelig": 'æ', "ccedil": 'ç', "egrave": 'è',
	"eacute": 'é', "ecirc": 'ê', "euml": 'ë', "igrave": 'ì', "iacute": 'í', "icirc": 'î', "iuml": 'ï', "eth": 'ð', "ntilde": 'ñ',
	"ograve": 'ò', "oacute": 'ó', "ocirc": 'ô', "otilde": 'õ', "ouml": 'ö', "oslash": 'ø', "ugrave": 'ù', "uacute": 'ú', "ucirc": 'û',
	"uuml": 'ü', "yacute": 'ý', "thorn": 'þ', "yuml": 'ÿ', "szlig": 'ß', "oelig": 'œ', "scaron": 'š',
}
