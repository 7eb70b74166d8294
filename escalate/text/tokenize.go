package text

import (
	"strings"
	"unicode/utf8"
)

// A scanner splits the folded text.
type scanner struct {
	t        *Text
	s        string // the folded text
	stripped strings.Builder
	strips   bool // whether stripped is being written
	copied   int  // how much of s is in stripped

	piece    int // the piece that the last word ended in
	wordEnd  int // where it ended in s
	newline  bool
	noEmail  int // no address begins before this place
	noDomain int // nor does a host name begin before this one
	sentence int
	ended    bool // a sentence ended with the last word
	repeats  int  // how often the last character of a spaceless script came
}

// tokenize fills in the words, the sentences and the stripped text.
func (t *Text) tokenize() {
	s := t.folded
	if s == "" {
		return
	}
	x := scanner{t: t, s: s}
	if hasMarks(s) {
		x.strips = true
		x.stripped.Grow(len(s))
	}
	t.words = make([]Word, 0, 4+wordEstimate(s))
	for i := 0; i < len(s); {
		c, script, n := classAt(s, i)
		switch c {
		case isSpace:
			i += n
		case isNewline:
			x.newline = true
			i += n
		case isLetter, isMark:
			if script.Spaceless() {
				i = x.cluster(i, script, n)
			} else {
				i = x.word(i, script)
			}
		case isDigit:
			i = x.word(i, Common)
		case isEmoji:
			i = x.emoji(i, n)
		default:
			i = x.sign(i, n)
		}
	}
	t.stripped = t.folded
	if x.strips {
		x.copyStripped(len(s))
		t.stripped = x.stripped.String()
	}
	t.closeSentences()
	if len(t.words) > 0 {
		t.markQuotes()
	}
}

// wordEstimate guesses the number of words from the first letters: in scripts
// without spaces nearly every character is one.
func wordEstimate(s string) int {
	wide := 0
	head := s[:min(len(s), 96)]
	for i := 0; i < len(head); i++ {
		if head[i] >= 0xe3 && head[i] < 0xec || head[i] == 0xe0 && i+1 < len(s) && s[i+1] >= 0xb8 && s[i+1] < 0xbc {
			wide++
		}
	}
	if wide*6 > len(head) {
		return len(s) / 3
	}
	return len(s) / 4
}

// hasMarks reports whether the stripped text may differ.
func hasMarks(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] == '\'' {
			return true
		}
	}
	return false
}

// add appends the word s[i:j] and returns it.
func (x *scanner) add(i, j int, kind Kind, script Script) *Word {
	t := x.t
	n := len(t.words)
	t.words = append(t.words, Word{})
	w := &t.words[n]
	w.Folded, w.Kind, w.Script = x.s[i:j], kind, script
	w.Start, w.End, x.piece = span(t.pieces, x.piece, i, j)
	w.Stripped = w.Folded
	if x.strips {
		w.Stripped = x.strip(i, j, kind)
	}
	w.Joined = n > 0 && i == x.wordEnd
	x.breakSentence(i, w)
	w.Sentence = x.sentence
	x.wordEnd = j
	if kind == Letters && !script.Spaceless() {
		w.Upper = t.raw[w.Start:w.End] != w.Folded && shouted(t.raw[w.Start:w.End])
		w.Alt, w.Elongated = readings(w.Folded)
	}
	return w
}

// cluster adds the character at s[i] of a script without spaces, with its marks.
func (x *scanner) cluster(i int, script Script, n int) int {
	j := i + n
	r, _ := utf8.DecodeRuneInString(x.s[i:])
	stacked := stacks(r)
	for marks := 0; marks < 4*maxMarks; marks++ {
		if j == len(x.s) || x.s[j] < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(x.s[j:])
		c, _ := classify(r)
		if c != isMark && !trailing(r) && (!stacked || c != isLetter) {
			break
		}
		stacked = stacks(r)
		j += n
	}
	repeated := false
	if k := len(x.t.words); k > 0 && x.wordEnd == i && x.t.words[k-1].Folded == x.s[i:j] {
		repeated = true
	}
	w := x.add(i, j, Letters, script)
	if !repeated {
		x.repeats = 1
	} else if x.repeats++; x.repeats > 2 {
		w.Elongated = true
	}
	return j
}

// emoji adds a pictograph, or the two letters of a flag.
func (x *scanner) emoji(i, n int) int {
	j := i + n
	if regional(x.s, i) && regional(x.s, j) {
		j += n
	}
	x.add(i, j, Emoji, Common)
	return j
}

func regional(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r >= 0x1f1e6 && r <= 0x1f1ff
}

// sign adds what begins with a punctuation mark or a symbol.
func (x *scanner) sign(i, n int) int {
	s := x.s
	switch s[i] {
	case '@':
		if j := handleEnd(s, i); j > 0 && (i == 0 || !wordByte(s[i-1])) {
			w := x.add(i, j, Handle, Latin)
			w.Alt = leet(w.Folded, nil)
			return j
		}
	case '$':
		if c, _, _ := classAt(s, i+1); c == isLetter && (i == 0 || !wordByte(s[i-1])) {
			return x.word(i, Latin)
		}
	case '<':
		if j := tagEnd(s, i); j > 0 {
			x.add(i, j, Punct, Common)
			if s[i:j] == "<br>" || s[i:j] == "<br/>" || s[i:j] == "<br />" || s[i:j] == "</p>" || s[i:j] == "<p>" {
				x.newline = true
			}
			return j
		}
	}
	if j := emoticonEnd(s, i); j > 0 {
		w := x.add(i, j, Emoji, Common)
		w.Alt = emoticonAlt(w.Folded)
		return j
	}
	j := i + n
	for strings.HasPrefix(s[j:], s[i:i+n]) {
		j += n
	}
	x.add(i, j, Punct, Common)
	return j
}

func wordByte(b byte) bool {
	return b >= utf8.RuneSelf || asciiClass[b] == isLetter || asciiClass[b] == isDigit
}
