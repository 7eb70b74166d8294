// Package ngram turns a message into words and character n-grams and scores
// them against a table of weights. It is shared by langdetect, which reads the
// table, and by the training command, which writes it, so that both see a
// message in the same way.
package ngram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxRunes bounds the letters of a message that count as evidence. 600 letters
// decide any language; a longer paste costs no more than the scan for words.
const MaxRunes = 600

// A Word is a run of letters of one message.
type Word struct {
	// Start and End are byte offsets in the message, half-open.
	Start, End int
	// From and To delimit the folded letters in Text.Runes, without the
	// boundary marks that stand at From-1 and To.
	From, To int
	// Hash identifies the folded word.
	Hash uint64
	// Script is the script of the first letter that has one.
	Script Script
}

// Text is a message cut into words. Its memory is reused by Reset.
type Text struct {
	Words []Word
	// Runes holds the folded words, each between boundary marks.
	Runes []rune
	// Letters counts letters by script; those under Zyyy are of scripts that
	// the package does not know.
	Letters [NumScripts]int32
}

// boundary marks the edge of a word in Text.Runes.
const boundary = ' '

// Reset cuts s into words. It drops what carries no language: URLs, e-mail
// addresses, mentions, file names, numbers and tokens with digits, except the
// few digits that stand for letters in romanised Arabic and Greek. Bytes that
// are not UTF-8 are skipped.
func (t *Text) Reset(s string) {
	t.Words = t.Words[:0]
	t.Runes = t.Runes[:0]
	t.Letters = [NumScripts]int32{}
	for i := 0; i < len(s) && len(t.Runes) < MaxRunes; {
		start, ascii, odd := i, true, false
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if c <= ' ' {
					break
				}
				if oddByte[c] {
					odd = true
				}
				i++
				continue
			}
			ascii = false
			r, n := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) {
				break
			}
			i += n
		}
		if i > start && (!odd || !opaque(s[start:i])) {
			t.chunk(s, start, i, ascii)
		}
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if c > ' ' {
					break
				}
				i++
				continue
			}
			r, n := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsSpace(r) {
				break
			}
			i += n
		}
	}
}

// oddByte lists the bytes whose presence makes a chunk worth a closer look.
var oddByte = func() (b [utf8.RuneSelf]bool) {
	for _, c := range []byte("0123456789@:/\\_.=<>{}$#%&+") {
		b[c] = true
	}
	return b
}()

// opaque reports whether a chunk without spaces is an address, a path, code,
// or a number rather than words.
func opaque(c string) bool {
	if strings.Contains(c, "://") || strings.HasPrefix(c, "www.") || strings.HasPrefix(c, "@") {
		return true
	}
	if at := strings.IndexByte(c, '@'); at > 0 && at+1 < len(c) {
		return true
	}
	if strings.ContainsAny(c, "_\\{}=<>$") || strings.Count(c, "/") > 1 {
		return true
	}
	if dot := strings.LastIndexByte(strings.TrimRight(c, ".,!?)"), '.'); dot > 0 && suffix(strings.TrimRight(c[dot+1:], ".,!?)")) {
		return true
	}
	digits, letters, upper, last := 0, 0, 0, -2
	for i := range len(c) {
		switch b := c[i]; {
		case b >= '0' && b <= '9':
			if !letterDigit(b) || last == i-1 {
				return true
			}
			digits++
			last = i
		case b >= 'A' && b <= 'Z':
			upper++
			letters++
		case b >= 'a' && b <= 'z' || b >= utf8.RuneSelf:
			letters++
		}
	}
	return digits > 0 && (digits > 2 || letters < 2*digits || upper > 0)
}

// letterDigit reports whether b stands for a letter in chat: 2 3 5 7 9 in
// Arabic, 3 4 8 in Greek, 4 and 6 in Bulgarian.
func letterDigit(b byte) bool { return b >= '2' && b <= '9' }

// suffix reports whether s ends file names or hosts.
func suffix(s string) bool {
	switch strings.ToLower(s) {
	case "com", "net", "org", "io", "app", "html", "php", "pdf", "png", "jpg", "jpeg", "zip", "exe", "doc", "docx", "xls", "xlsx", "csv", "json", "js", "apk", "vn", "in", "co", "me", "ly", "de", "fr", "uk", "br", "ru", "info", "dev", "ai":
		return true
	}
	return false
}

// chunk appends the words of s[start:end].
func (t *Text) chunk(s string, start, end int, ascii bool) {
	open := false
	var w Word
	var prev rune
	run := 0
	for i := start; i <= end; {
		var r rune
		n := 1
		if i < end {
			r = rune(s[i])
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s[i:])
			}
		}
		letter := false
		var sc Script
		switch {
		case i >= end:
		case r >= 'a' && r <= 'z':
			letter, sc = true, Latn
		case r >= 'A' && r <= 'Z':
			letter, sc, r = true, Latn, r|0x20
		case r < utf8.RuneSelf:
			letter = r == '\'' && open || r >= '2' && r <= '9' && nearLetter(s, i, end)
		case r == '’' || r == 'ʼ' || r == '‘' || r == 'ʻ' || r == 'ꞌ' || r == '՚':
			letter, r = open, '\''
		case r == 'İ':
			letter, sc, r = true, Latn, 'i'
		case r == 0x200c || r == 0x200d || r == 0x640 || r == 0xad: // joiners, tatweel, soft hyphen
			i += n
			continue
		default:
			if sc = ScriptOf(r); sc != Zyyy || unicode.IsLetter(r) || unicode.Is(unicode.M, r) {
				letter, r = true, unicode.ToLower(r)
			}
			if unicode.Is(unicode.M, r) && !open {
				letter = false
			}
		}
		// Scripts written without spaces meet Latin words in one chunk.
		if open && letter && sc != Zyyy && w.Script != Zyyy && sc != w.Script && !(japanese(sc) && japanese(w.Script)) {
			t.close(&w, i)
			open = false
		}
		switch {
		case letter && !open:
			w = Word{Start: i, From: len(t.Runes) + 1, Script: sc}
			t.Runes = append(t.Runes, boundary, r)
			open, prev, run = true, r, 1
		case letter:
			if r == prev {
				run++
			} else {
				prev, run = r, 1
			}
			if run <= 2 { // "soooo" is "soo"
				t.Runes = append(t.Runes, r)
			}
			if w.Script == Zyyy {
				w.Script = sc
			}
		case open:
			t.close(&w, i)
			open = false
		}
		if letter && (sc != Zyyy || r > 0x7f && unicode.Is(unicode.Lo, r)) {
			t.Letters[sc]++
		}
		i += n
		if len(t.Runes) >= MaxRunes {
			if open {
				t.close(&w, min(i, end))
			}
			return
		}
	}
}

// nearLetter keeps a digit that stands inside a word or opens one.
func nearLetter(s string, i, end int) bool {
	return i+1 < end && (s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z' || s[i+1] >= utf8.RuneSelf) ||
		i > 0 && (s[i-1]|0x20 >= 'a' && s[i-1]|0x20 <= 'z')
}

func japanese(s Script) bool { return s == Hani || s == Hira || s == Kana }

// close ends the word at byte offset end.
func (t *Text) close(w *Word, end int) {
	for len(t.Runes) > w.From && t.Runes[len(t.Runes)-1] == '\'' {
		t.Runes = t.Runes[:len(t.Runes)-1]
	}
	w.To, w.End = len(t.Runes), end
	if w.To == w.From || w.Script == Zyyy {
		t.Runes = t.Runes[:w.From-1]
		return
	}
	t.Runes = append(t.Runes, boundary)
	w.Hash = hashWord(t.Runes[w.From:w.To])
	t.Words = append(t.Words, *w)
}

// MainScript returns the script of most letters, Zyyy without letters. Kana
// beside more ideographs still counts as its own.
func (t *Text) MainScript() Script {
	best := Zyyy
	for s := Latn; s < NumScripts; s++ {
		if t.Letters[s] > t.Letters[best] || best == Zyyy && t.Letters[s] > 0 {
			best = s
		}
	}
	return best
}

// Total is the number of letters of any script.
func (t *Text) Total() int32 {
	n := int32(0)
	for _, c := range t.Letters[Latn:] {
		n += c
	}
	return n
}
