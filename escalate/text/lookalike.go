package text

import "unicode/utf8"

// unmix rewrites the words that mix letters of Latin, Cyrillic and Greek in the
// script that most of their letters are of, as far as there are letters of the
// same shape: "аgеnt" with Cyrillic а and е is "agent".
func (f *folder) unmix() {
	old := folder{out: f.out, pieces: f.pieces}
	next := folder{}
	copied, at := 0, 0 // what next has of old, and the piece there
	copyTo := func(end int, to Script) {
		for copied < end {
			r, size := utf8.DecodeRune(old.out[copied:])
			var from, till int
			from, till, at = span(old.pieces, at, copied, copied+size)
			if to != Common {
				if s := similar(r, to); s != 0 {
					r = s
				}
			}
			next.put(r, from, till)
			copied += size
		}
	}
	for i := 0; i < len(f.out); {
		start := i
		var count [3]int
		for i < len(f.out) {
			r, size := utf8.DecodeRune(f.out[i:])
			s, ok := shapeScript(r)
			if !ok {
				if i == start {
					i += size
				}
				break
			}
			if s >= 0 {
				count[s]++
			}
			i += size
		}
		to := mainScript(count)
		if to == Common || inEntity(f.out, start, i) {
			continue
		}
		if next.out == nil {
			next.out = make([]byte, 0, len(f.out)+8)
		}
		copyTo(start, Common)
		copyTo(i, to)
	}
	if next.out == nil {
		return
	}
	copyTo(len(old.out), Common)
	*f = next
}

// inEntity reports whether a word stands where a change of its letters might
// make an entity of it.
func inEntity(s []byte, start, end int) bool {
	return end < len(s) && s[end] == ';' && start > 0 && (s[start-1] == '&' || s[start-1] == '#')
}

// shapeScript returns the index of the script of a letter among those that
// share shapes, -1 for a mark or a digit, and false for what ends a word.
func shapeScript(r rune) (int, bool) {
	switch {
	case 'a' <= r && r <= 'z', r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7, r >= 0x1e00 && r < 0x1f00:
		return 0, true
	case r >= 0x400 && r < 0x530:
		return 1, true
	case r >= 0x370 && r < 0x400 && letterOrMark(r):
		return 2, true
	case '0' <= r && r <= '9', r >= 0x300 && r < 0x370:
		return -1, true
	}
	return 0, false
}

// mainScript returns the script that most letters are of, the first of equals,
// and Common when they are all of one.
func mainScript(count [3]int) Script {
	best, kinds := 0, 0
	for i, n := range count {
		if n > 0 {
			kinds++
		}
		if n > count[best] {
			best = i
		}
	}
	if kinds < 2 {
		return Common
	}
	return [...]Script{Latin, Cyrillic, Greek}[best]
}

// similar returns the letter of a script that looks like r, as it is or as its
// capital does, and 0 when there is none. Derived from the confusables of
// Unicode UTS 39 by hand: only letters of everyday alphabets.
func similar(r rune, to Script) rune {
	switch to {
	case Latin:
		if s := inTable(r, "авекмнорстухіїјѕԁԛԝгёһӏьғќ", "abekmhopctyxiïjsdqwrëhlbfk"); s != 0 {
			return s
		}
		return inTable(r, "αβεζηικμνορτυχωάέίόύγ", "abezhikuvoptuxwáéíóúy")
	case Cyrillic:
		if s := inTable(r, "abcehkmopstxyijë", "авсенкморѕтхуіјё"); s != 0 {
			return s
		}
		return inTable(r, "αβεκμορτυχ", "авекмортух")
	case Greek:
		if s := inTable(r, "abehikmnoptuvxyz", "αβεηικμνορτυνχυζ"); s != 0 {
			return s
		}
		return inTable(r, "аекорсухі", "αεκορσυχι")
	}
	return 0
}

// inTable returns the character of "to" at the place of r in "from".
func inTable(r rune, from, to string) rune {
	if r < 'a' {
		return 0
	}
	k := 0
	for _, x := range from {
		y, n := utf8.DecodeRuneInString(to[k:])
		if x == r {
			return y
		}
		k += n
	}
	return 0
}
