package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breakSentence gives the last word w, at s[i], its sentence: the current one, or a
// new one after a line break or the end of the last.
func (x *scanner) breakSentence(i int, w *Word) {
	t := x.t
	switch n := len(t.words) - 1; {
	case n == 0:
		w.line = true
		t.sentences = make([]Sentence, 1, 2)
	case x.newline, x.ended && !(w.Joined && trails(w)):
		w.line = x.newline
		t.sentences = append(t.sentences, Sentence{FirstWord: n})
		x.sentence++
		x.ended = false
	}
	x.newline = false
	if w.Kind == Punct && !x.ended {
		x.ended = x.ends(w.Folded, i+len(w.Folded))
	}
}

// trails reports whether a word that touches the end of a sentence still
// belongs to it: more marks, closing quotes and brackets, emoji.
func trails(w *Word) bool {
	return w.Kind == Emoji || w.Kind == Punct && !strings.ContainsAny(w.Folded[:1], "([{<¿¡@#$&")
}

// ends reports whether a punctuation mark that ends at s[j] ends a sentence.
func (x *scanner) ends(mark string, j int) bool {
	r, n := utf8.DecodeRuneInString(mark)
	switch r {
	case '!', '?', '。', '؟', '۔', '।', '॥', '\u0589', '\u1362', '\u1367', '\u1368', '\u17d4', '\u17d5', '\u104b', '‽', '¶':
		return true
	case '.':
		if len(mark) > n {
			return x.newAfter(j)
		}
		return x.fullStop(j)
	case ';': // the question mark of Greek
		k := len(x.t.words) - 2
		next, _, _ := classAt(x.s, j)
		return k >= 0 && x.t.words[k].Script == Greek && (next == isSpace || next == isNewline)
	}
	return false
}

// newAfter reports whether nothing, or a capital, follows s[j]: whether an
// ellipsis before it ends a sentence.
func (x *scanner) newAfter(j int) bool {
	for j < len(x.s) {
		switch c, _, n := classAt(x.s, j); c {
		case isSpace:
			j += n
		case isLetter:
			return x.capitalAt(j)
		default:
			return c == isNewline
		}
	}
	return true
}

// fullStop reports whether one full stop that ends at s[j] ends a sentence.
func (x *scanner) fullStop(j int) bool {
	k := len(x.t.words) - 2 // the word before the full stop
	if k < 0 {
		return false
	}
	last := &x.t.words[k]
	next, _, _ := classAt(x.s, j)
	short := last.Kind == Letters && last.Script <= Cyrillic && (utf8.RuneCountInString(last.Folded) == 1 || abbreviation(last.Folded))
	switch {
	case j == len(x.s):
		return true
	case next == isSpace:
		if last.Kind == Number && len(last.Folded) <= 2 && (k == 0 || last.Sentence != x.t.words[k-1].Sentence) {
			return false // 1. the number of a list
		}
		return !short
	case next == isLetter:
		return !short && last.Kind == Letters // hi.how are you
	}
	return next == isNewline || next == isOther && !short
}

// capitalAt reports whether the character at s[j] was written as a capital.
func (x *scanner) capitalAt(j int) bool {
	from, _, _ := span(x.t.pieces, x.piece, j, j+1)
	r, _ := utf8.DecodeRuneInString(x.t.raw[from:])
	return unicode.IsUpper(r)
}

// abbreviation reports whether a full stop after a folded word belongs to it.
// Common ones of the languages that write them; tuned by hand.
func abbreviation(s string) bool {
	switch s {
	case "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "etc", "approx", "dept", "ref", "acct", "inc", "ltd", "jan", "feb", "aug",
		"sept", "oct", "nov", "dec", "bzw", "ca", "evtl", "ggf", "inkl", "zzgl", "usw", "tel", "str", "mme", "mlle", "sra", "srta", "ud",
		"uds", "dra", "av", "núm", "sig", "dott", "ecc", "tzn", "np", "itd", "itp", "ul", "т", "ул", "руб", "им", "tp", "ts", "ths",
		"bs", "vd", "bay", "vb", "örn", "blz", "bijv", "dhr", "mevr":
		return true
	}
	return false
}

// closeSentences fills in where sentences end.
func (t *Text) closeSentences() {
	for i := range t.sentences {
		s := &t.sentences[i]
		s.LastWord = len(t.words) - 1
		if i+1 < len(t.sentences) {
			s.LastWord = t.sentences[i+1].FirstWord - 1
		}
		s.Start, s.End = t.words[s.FirstWord].Start, t.words[s.LastWord].End
		for k := s.LastWord; k >= s.FirstWord; k-- {
			w := &t.words[k]
			if w.Kind != Punct && w.Kind != Emoji {
				break
			}
			s.Question = s.Question || strings.HasPrefix(w.Folded, "?") || strings.HasPrefix(w.Folded, "؟") || strings.HasPrefix(w.Folded, "፧") ||
				w.Folded == ";" && k > 0 && t.words[k-1].Script == Greek
		}
	}
}
