package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks bounds the combining marks kept on one character, so that a letter
// under ten thousand accents costs what a letter costs. No orthography
// stacks more than four; the rest is decoration.
const maxMarks = 8

// A folder writes the folded text and the map back.
//
// The folded text is a fixed point: entities are looked for where a semicolon
// is written, in what has been written before it, so that nesting ("&amp;lt;"),
// full-width signs and invisible characters inside an entity all resolve in
// one pass from left to right.
type folder struct {
	out    []byte
	pieces []piece

	// The last character that marks may attach to: its place in out, its
	// place in the raw text, the marks written so far and the class of the
	// last of them.
	base, baseRaw int
	marks         int
	class         uint8

	// Working memory for composition, here so that it is allocated once.
	before, after, expanded [64]byte

	scripts uint8 // which of the scripts that share letter shapes occur
	ticks   bool  // a backtick occurs
}

const (
	sawLatin = 1 << iota
	sawCyrillic
	sawGreek
)

// fold returns the folded text, and its map unless offsets are the same.
func fold(raw string) (string, []piece) {
	n := plainPrefix(raw)
	if n == len(raw) {
		return raw, nil
	}
	f := folder{out: make([]byte, 0, len(raw)+len(raw)/16+8)}
	f.writePlain(raw[:n], 0)
	for i := n; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i = f.ascii(raw, i)
			continue
		}
		r, size := utf8.DecodeRuneInString(raw[i:])
		if r != utf8.RuneError { // invalid bytes and U+FFFD say nothing
			f.rune(r, raw[i:i+size], i)
		}
		i += size
	}
	if s := f.scripts; s&(s-1) != 0 {
		f.unmix()
	}
	if f.ticks {
		f.apostrophes()
	}
	if f.identity(len(raw)) {
		f.pieces = nil
	}
	// out is not written again.
	return string(f.out), f.pieces
}

// apostrophes writes one for each backtick between letters, where keyboards of
// Ukrainian have it in its place.
func (f *folder) apostrophes() {
	for i, b := range f.out {
		if b != '`' {
			continue
		}
		before, _ := utf8.DecodeLastRune(f.out[:i])
		after, _ := utf8.DecodeRune(f.out[i+1:])
		if unicode.IsLetter(before) && unicode.IsLetter(after) {
			f.out[i] = '\''
		}
	}
}

// identity reports whether every offset of the folded text is that of the raw
// text.
func (f *folder) identity(raw int) bool {
	return len(f.out) == raw && (raw == 0 || len(f.pieces) == 1 && f.pieces[0] == piece{})
}

// What ASCII bytes need.
const (
	asPlain   = iota // folds to itself
	asUpper          // to lower case
	asSpace          // to a space
	asReturn         // to a line feed, or nothing before one
	asHidden         // to nothing
	asEntity         // ; may end an entity
	asTick           // ` is an apostrophe between letters
	asForeign        // not ASCII
)

var asciiFold = func() (t [256]uint8) {
	for b := range t {
		switch {
		case b >= utf8.RuneSelf:
			t[b] = asForeign
		case 'A' <= b && b <= 'Z':
			t[b] = asUpper
		case b == '\t' || b == '\v' || b == '\f':
			t[b] = asSpace
		case b == '\r':
			t[b] = asReturn
		case b == ';':
			t[b] = asEntity
		case b == '`':
			t[b] = asTick
		case b < ' ' && b != '\n' || b == 0x7f:
			t[b] = asHidden
		}
	}
	return t
}()

// plainPrefix returns how many bytes of s fold to themselves, up to the first
// ampersand.
func plainPrefix(s string) int {
	for i := 0; i < len(s); i++ {
		if c := asciiFold[s[i]]; c != asPlain && c != asEntity || s[i] == '&' {
			return i
		}
	}
	return len(s)
}

// ascii folds a run of ASCII from raw[i] and returns where it ended.
func (f *folder) ascii(raw string, i int) int {
	switch asciiFold[raw[i]] {
	case asPlain, asUpper:
		j := i + 1
		for j < len(raw) && asciiFold[raw[j]] <= asUpper {
			j++
		}
		f.writePlain(raw[i:j], i)
		return j
	case asSpace:
		f.writePlain(" ", i)
	case asReturn:
		if i+1 == len(raw) || raw[i+1] != '\n' {
			f.writePlain("\n", i)
		}
	case asEntity:
		f.put(';', i, i+1)
	case asTick:
		f.put('`', i, i+1)
	}
	return i + 1
}

// writePlain writes ASCII in lower case, byte for byte.
func (f *folder) writePlain(s string, raw int) {
	if s == "" {
		return
	}
	f.linear(raw)
	start := len(f.out)
	f.out = append(f.out, s...)
	tail := f.out[start:]
	letters := false
	for k, b := range tail {
		if 'A' <= b && b <= 'Z' {
			b |= 0x20
			tail[k] = b
		}
		letters = letters || 'a' <= b && b <= 'z'
	}
	if letters {
		f.scripts |= sawLatin
	}
	f.base, f.baseRaw, f.marks, f.class = len(f.out)-1, raw+len(s)-1, 0, 0
}

// rune folds one character that is not ASCII, at raw offset i.
func (f *folder) rune(r rune, s string, i int) {
	end := i + len(s)
	if settled(r) {
		f.put(lower(r), i, end)
		return
	}
	if unchanged(r) {
		f.put(r, i, end)
		return
	}
	switch {
	case hidden(r):
		return
	case keptWhole(r):
		f.put(r, i, end)
		return
	}
	if x := replacement(r); x != "" {
		for _, y := range x {
			f.put(y, i, end)
		}
		return
	}
	b := norm.NFKC.AppendString(f.expanded[:0], s)
	if len(b) > len(" ") && strings.IndexByte(string(b), ' ') >= 0 {
		f.put(r, i, end) // a spacing accent, or a phrase in one sign
		return
	}
	for len(b) > 0 {
		y, n := utf8.DecodeRune(b)
		y, b = lower(y), b[n:]
		if hidden(y) {
			continue
		}
		if x := replacement(y); x != "" {
			for _, z := range x {
				f.put(z, i, end)
			}
			continue
		}
		f.put(y, i, end)
	}
}

// put writes a folded character that stands for raw[start:end].
func (f *folder) put(r rune, start, end int) {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			f.scripts |= sawLatin
		}
		f.write(r, start, end)
		switch r {
		case ';':
			f.entity(end)
		case '`':
			f.ticks = true
		}
		return
	}
	if r < 0x530 {
		switch {
		case r >= 0x400:
			f.scripts |= sawCyrillic
		case r >= 0x370:
			f.scripts |= sawGreek
		}
	}
	if f.joinsBefore(r) {
		f.combine(r, start, end)
		return
	}
	if r == '\u0e32' || r == '\u0e40' {
		if f.thaiVowel(r, end) {
			return
		}
	}
	f.write(r, start, end)
}

// write appends a character that nothing before it combines with.
func (f *folder) write(r rune, start, end int) {
	at := len(f.out)
	if utf8.RuneLen(r) == end-start {
		f.linear(start)
	} else {
		f.atom(start, end)
	}
	f.out = utf8.AppendRune(f.out, r)
	f.base, f.baseRaw, f.marks, f.class = at, start, 0, 0
}

// combine writes a mark, or a letter that composes with the one before.
func (f *folder) combine(r rune, start, end int) {
	if len(f.out) == 0 {
		f.write(r, start, end)
		return
	}
	if f.marks == maxMarks || r == '\u0307' && f.out[f.base] == 'i' {
		return
	}
	f.marks++
	b := utf8.AppendRune(append(f.before[:0], f.out[f.base:]...), r)
	class := combiningClass(r, b)
	inOrder := class == 0 || class >= f.class
	f.class = class
	if !inOrder || !neverComposes(r) {
		if c := norm.NFC.Append(f.after[:0], b...); string(c) != string(b) {
			f.cut(f.base)
			f.atom(f.baseRaw, end)
			f.out = append(f.out, c...)
			f.class = norm.NFC.Properties(c[lastRune(c):]).CCC()
			return
		}
	}
	if utf8.RuneLen(r) == end-start {
		f.linear(start)
	} else {
		f.atom(start, end)
	}
	f.out = utf8.AppendRune(f.out, r)
}

func lastRune(b []byte) int {
	_, n := utf8.DecodeLastRune(b)
	return len(b) - n
}

// thaiVowel mends the two vowels that are often typed in parts: sara am as
// nikhahit and sara aa, and sara ae as sara e twice.
func (f *folder) thaiVowel(r rune, end int) bool {
	s := f.out
	n := len(s)
	if r == '\u0e40' {
		if n < 3 || string(s[n-3:]) != "\u0e40" {
			return false
		}
		f.replaceTail(n-3, end, "\u0e41")
		return true
	}
	if n >= 3 && string(s[n-3:]) == "\u0e4d" {
		f.replaceTail(n-3, end, "\u0e33")
		return true
	}
	if n >= 6 && string(s[n-6:n-3]) == "\u0e4d" && string(s[n-3:n-1]) == "\xe0\xb9" && s[n-1] >= 0x88 && s[n-1] <= 0x8b {
		f.replaceTail(n-6, end, string(s[n-3:])+"\u0e33")
		return true
	}
	return false
}

// replaceTail writes s in place of out[k:], for all that it stood for.
func (f *folder) replaceTail(k, end int, s string) {
	raw := f.rawAt(k)
	f.cut(k)
	f.atom(raw, end)
	f.out = append(f.out, s...)
	f.base, f.baseRaw, f.marks, f.class = len(f.out)-3, raw, 0, 0
}
