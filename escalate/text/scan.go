package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word adds the word or number at s[i] and returns where it ends.
func (x *scanner) word(i int, script Script) int {
	s := x.s
	if j := x.address(i); j > 0 {
		return j
	}
	letters, digits, firstDigit, lastLetter := 0, 0, -1, -1
	signs := false // something other than letters, marks and digits
	j := i
scan:
	for j < len(s) {
		c, sc, n := classAt(s, j)
		switch c {
		case isLetter:
			if sc.Spaceless() || letters > 0 && !sameWord(script, sc) {
				break scan
			}
			if letters == 0 {
				script = sc
			}
			letters++
			lastLetter = j
		case isMark:
			if letters == 0 && digits == 0 && script == Common {
				script = sc
			}
			if sc.Spaceless() {
				break scan
			}
		case isDigit:
			if firstDigit < 0 {
				firstDigit = j
			}
			digits++
		default:
			k := x.inside(i, j, letters)
			if k == 0 {
				break scan
			}
			if s[j] == '\'' && elided(s[i:j]) && vowelAt(s, j+1) {
				x.add(i, j+1, Letters, script)
				return j + 1
			}
			signs = signs || s[j] != '\''
			n = k
		}
		j += n
	}
	if j == i { // a mark of a script without spaces, on nothing
		_, _, n := classAt(s, i)
		x.add(i, i+n, Letters, script)
		return i + n
	}
	x.addWord(i, j, script, letters, digits, firstDigit, lastLetter, signs)
	return j
}

// sameWord reports whether letters of two scripts make one word: scripts whose
// letters are taken for each other, and marks that belong to no script.
func sameWord(a, b Script) bool {
	return a == b || a == Common || b == Common || a <= Cyrillic && b <= Cyrillic
}

// inside returns how many bytes of signs at s[j] stand inside the word or
// number that began at i, 0 when it ends there.
func (x *scanner) inside(i, j, letters int) int {
	s := x.s
	next, _, _ := classAt(s, j+1)
	switch s[j] {
	case '\'':
		if next == isLetter && letters > 0 || next == isDigit && letters == 0 {
			return 1
		}
	case '.', ',', ':', '/', '-':
		if next == isDigit && letters == 0 {
			return 1
		}
	case '$', '@':
		if j == i || next == isLetter && letters > 0 && letters < 8 {
			return 1
		}
	case '*': // f**k, but not the end of *emphasis*
		if letters == 0 || letters > 3 {
			return 0
		}
		k := j + 1
		for k < len(s) && s[k] == '*' && k-j < 8 {
			k++
		}
		if c, _, _ := classAt(s, k); c == isLetter && (i == 0 || s[i-1] != '*') {
			return k - j
		}
	}
	return 0
}

// addWord adds s[i:j] as what its letters and digits make it.
func (x *scanner) addWord(i, j int, script Script, letters, digits, firstDigit, lastLetter int, signs bool) {
	s := x.s
	switch {
	case letters == 0:
		if digits > 0 {
			x.add(i, j, Number, Common)
		} else {
			x.add(i, j, Letters, script)
		}
	case digits == 0:
		w := x.add(i, j, Letters, script)
		if signs {
			w.Alt = leet(w.Folded, w.Alt)
		}
	case firstDigit > lastLetter: // covid19, iphone13, but not ab12345
		if letters >= 2 && digits <= 2 {
			x.add(i, j, Letters, script)
		} else {
			x.add(i, j, Code, script)
		}
	case firstDigit == i && letters <= 3 && lettersLast(s[i:j]): // 5th, 10am, 500k
		x.add(i, j, Number, script)
	default:
		w := Code
		alt := []string(nil)
		if letters >= digits && j-i <= 32 {
			if alt = leet(s[i:j], nil); alt != nil {
				w = Letters
			}
		}
		x.add(i, j, w, script).Alt = alt
	}
}

// lettersLast reports whether no digit follows a letter.
func lettersLast(s string) bool {
	seen := false
	for i := 0; i < len(s); i++ {
		if asciiClass[s[i]&0x7f] == isDigit && s[i] < utf8.RuneSelf {
			if seen {
				return false
			}
		} else if wordByte(s[i]) {
			seen = true
		}
	}
	return true
}

// elided reports whether French or Italian writes a word before a vowel so, so
// that "l'agent" is the two words l' and agent.
func elided(s string) bool {
	switch s {
	case "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
		"un", "all", "dall", "dell", "nell", "sull", "coll", "quest", "quell", "com", "dov", "cos", "c'":
		return true
	}
	return false
}

func vowelAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	if r >= utf8.RuneSelf {
		r = stripLetter(r)
	}
	return strings.ContainsRune("aeiouyh", r)
}

// shouted reports whether a raw word has two cased letters or more, all upper.
func shouted(raw string) bool {
	upper := 0
	for _, r := range raw {
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r && r <= 'z' {
				return false
			}
			if 'A' <= r && r <= 'Z' {
				upper++
			}
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			upper++
		}
	}
	return upper >= 2
}
