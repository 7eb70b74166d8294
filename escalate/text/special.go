package text

import "strings"

// address adds the URL or the e-mail address at s[i] and returns where it
// ends, 0 if there is none. Looking for the @ of an address or the
// end of a host name goes over a place at most once.
func (x *scanner) address(i int) int {
	s := x.s
	if (s[i] == 'h' || s[i] == 'w' || s[i] == 'f') && hasScheme(s[i:]) {
		j := urlEnd(s, i)
		x.add(i, j, URL, Latin)
		return j
	}
	if i >= x.noEmail {
		j := i
		for j < len(s) && localPart[s[j]] {
			j++
		}
		x.noEmail = j
		if j > i && j < len(s) && s[j] == '@' {
			if k, _ := domainEnd(s, j+1); k > 0 {
				x.add(i, k, Email, Latin)
				return k
			}
		}
	}
	if i < x.noDomain {
		return 0
	}
	k, seen := domainEnd(s, i)
	if k == 0 {
		x.noDomain = seen
		return 0
	}
	if k < len(s) && (s[k] == '/' || s[k] == '?' || s[k] == ':' && digitAt(s, k+1)) {
		k = urlEnd(s, k)
	}
	x.add(i, k, URL, Latin)
	return k
}

func digitAt(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

var localPart = func() (t [256]bool) {
	for b := range t {
		t[b] = b < 128 && (asciiClass[b] == isLetter || asciiClass[b] == isDigit || strings.IndexByte("._%+-", byte(b)) >= 0)
	}
	return t
}()

func hasScheme(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "ftp://") || strings.HasPrefix(s, "www.") && len(s) > 4 && wordByte(s[4])
}

// urlEnd returns where the address at s[i] ends: at white space, quotation
// marks and letters of scripts without spaces, and before punctuation that
// closes the sentence around it.
func urlEnd(s string, i int) int {
	j := i
	parens := 0
	for j < len(s) {
		c, script, n := classAt(s, j)
		if c == isSpace || c == isNewline || c == isEmoji || script.Spaceless() || strings.IndexByte("\"<>`|{}^", s[j]) >= 0 || n > 1 && c == isOther {
			break
		}
		if s[j] == '(' {
			parens++
		}
		if s[j] == ')' {
			if parens--; parens < 0 {
				break
			}
		}
		j += n
	}
	for j > i+1 && strings.IndexByte(".,;:!?'*_)", s[j-1]) >= 0 && (s[j-1] != ')' || parens < 0) {
		j--
	}
	return j
}

// maxDomain bounds a host name, as RFC 1035 does.
const maxDomain = 253

// domainEnd returns where the host name at s[i] ends, 0 if there is none: names
// with dots between, the last of them a domain that exists, on ASCII alone. It
// also returns how far it looked: no host name begins later but before that if
// none begins here.
func domainEnd(s string, i int) (end, seen int) {
	j := i
	for labels := 0; j-i <= maxDomain; labels++ {
		label := j
		for j < len(s) && j-i <= maxDomain && (s[j] < 128 && wordByte(s[j]) || s[j] == '-' && j > label) {
			j++
		}
		if j == label {
			break
		}
		end = 0
		if labels > 0 && topLevel(s[label:j]) {
			end = j
		}
		if j+1 >= len(s) || s[j] != '.' || !wordByte(s[j+1]) {
			break
		}
		j++
	}
	if end > 0 && end < len(s) && s[end] >= 128 {
		if c, script, _ := classAt(s, end); c == isLetter && !script.Spaceless() {
			return 0, j
		}
	}
	return end, j
}

// topLevel reports whether a name ends host names that people write in chats
// without a scheme. Those that are words of a language before which a full
// stop without a space is common ("help.me", "this.is") are left out.
func topLevel(s string) bool {
	switch s {
	case "com", "net", "org", "edu", "gov", "info", "biz", "io", "ai", "app", "dev", "shop", "store", "online", "xyz", "tech", "cloud", "eu",
		"us", "uk", "co", "ca", "au", "nz", "ie", "de", "at", "ch", "fr", "es", "pt", "br", "mx", "ar", "cl", "pe", "nl", "be", "pl", "cz",
		"sk", "hu", "ro", "bg", "gr", "tr", "ru", "ua", "by", "kz", "cn", "jp", "kr", "tw", "hk", "sg", "my", "th", "vn", "ph", "pk", "bd", "lk",
		"ir", "sa", "ae", "eg", "ma", "ng", "ke", "za", "et", "se", "dk", "fi", "lt", "lv", "ee":
		return true
	}
	return false
}

// handleEnd returns where the name after the @ at s[i] ends, 0 if none begins.
func handleEnd(s string, i int) int {
	j := i + 1
	for j < len(s) && s[j] < 128 && (asciiClass[s[j]] == isLetter || asciiClass[s[j]] == isDigit || (s[j] == '_' || s[j] == '.') && j+1 < len(s) && wordByte(s[j+1]) && s[j+1] < 128) {
		j++
	}
	if j == i+1 || asciiClass[s[i+1]] != isLetter {
		return 0
	}
	return j
}

// maxTag bounds an HTML tag that is taken for one.
const maxTag = 200

// tagEnd returns where the HTML tag at s[i] ends, 0 if none begins there.
func tagEnd(s string, i int) int {
	j := i + 1
	if j < len(s) && s[j] == '/' {
		j++
	}
	start := j
	for j < len(s) && j-start <= 10 && s[j] < 128 && (asciiClass[s[j]] == isLetter || j > start && asciiClass[s[j]] == isDigit) {
		j++
	}
	switch s[start:j] {
	case "a", "b", "i", "u", "p", "s", "em", "br", "hr", "li", "ul", "ol", "td", "th", "tr", "h1", "h2", "h3", "h4", "div", "img", "pre",
		"sub", "sup", "code", "font", "span", "table", "tbody", "strong", "small", "blockquote", "html", "body", "head":
	default:
		return 0
	}
	for k := j; k < len(s) && k-i < maxTag; k++ {
		switch s[k] {
		case '>':
			if k > j && s[j] != ' ' && s[j] != '/' {
				return 0
			}
			return k + 1
		case '<', '\n':
			return 0
		}
	}
	return 0
}
