package text

import "strings"

// emoticonEnd returns where the emoticon at s[i] ends, 0 if none begins there.
func emoticonEnd(s string, i int) int {
	switch s[i] {
	case ':', ';', '=', '>', '8':
		return sideways(s, i)
	case '<':
		for _, heart := range [...]string{"<3", "</3"} {
			if strings.HasPrefix(s[i:], heart) && !digitAt(s, i+len(heart)) {
				return i + len(heart)
			}
		}
	}
	for _, face := range uprightFaces {
		if strings.HasPrefix(s[i:], face) {
			return i + len(face)
		}
	}
	return 0
}

// uprightFaces are those that begin with a sign; "t_t" and the like are words.
var uprightFaces = [...]string{"^_^", "^^", "-_-", ">_<", ">.<", "(╯°□°)╯︵ ┻━┻", "¯\\_(ツ)_/¯"}

// sideways returns where eyes, perhaps a tear or a nose, and a mouth end:
// "'-(" after ":". A mouth of brackets may be repeated.
func sideways(s string, i int) int {
	j := i
	if s[j] == '>' {
		if j++; j == len(s) {
			return 0
		}
	}
	if s[j] != ':' && s[j] != ';' && s[j] != '=' || i > 0 && digitAt(s, i-1) {
		return 0
	}
	for j++; j < len(s) && (s[j] == '\'' || s[j] == '-' || s[j] == '^' || s[j] == ','); j++ {
		if j-i > 3 {
			return 0
		}
	}
	if j == len(s) {
		return 0
	}
	mouth := s[j]
	switch mouth {
	case '(', ')', '[', ']', '|', '\\', '/', '*', '@', '<', '>':
		for j++; j < len(s) && s[j] == mouth; j++ {
		}
		if mouth != '(' && mouth != ')' && j < len(s) && !spaceAt(s, j) || mouth == '/' && s[j-2] == '/' {
			return 0
		}
	case 'd', 'p', 'o', 'v', '3', 'c', 's', 'x':
		if i > 0 && wordByte(s[i-1]) {
			return 0
		}
		for j++; j < len(s) && s[j] == mouth; j++ {
		}
	default:
		return 0
	}
	if j < len(s) && wordByte(s[j]) {
		return 0
	}
	return j
}

func spaceAt(s string, i int) bool {
	c, _, _ := classAt(s, i)
	return c == isSpace || c == isNewline
}

// emoticonAlt returns the emoticon with one mouth, and the plain face for one
// with a nose or a tear: ":-((" is also ":-(" and ":(".
func emoticonAlt(s string) []string {
	last := len(s) - 1
	one := s
	for len(one) > 2 && one[len(one)-1] == one[len(one)-2] && one[0] != '^' && one[0] != '<' && one[0] != '-' && one[0] != '(' {
		one = one[:len(one)-1]
	}
	var alt []string
	if one != s {
		alt = append(alt, one)
	}
	if strings.IndexByte(":;=", s[0]) >= 0 && s[last] < 128 {
		if plain := ":" + s[last:]; s[0] != ';' && plain != one && plain != s {
			alt = append(alt, plain)
		}
	}
	return alt
}
