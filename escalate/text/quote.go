package text

import (
	"strings"
	"unicode/utf8"
)

// maxQuote bounds a quotation in words; a mark that is closed later than that
// was no opening one.
const maxQuote = 300

// markQuotes marks the words that the writer repeats and does not say.
func (t *Text) markQuotes() {
	if t.markLines() {
		return
	}
	t.markPairs()
}

// markLines marks lines of earlier mail: those that begin with ">", and what
// follows a line like "On Monday, Ann wrote:". It reports whether all words
// are marked.
func (t *Text) markLines() bool {
	marked := 0
	rest := false // whether everything from here on is quoted
	for i := 0; i < len(t.words); {
		j := i + 1
		for j < len(t.words) && !t.words[j].line {
			j++
		}
		quoted := rest || t.quotedLine(i, j)
		if quoted {
			for k := i; k < j; k++ {
				t.words[k].Quoted = true
			}
			marked += j - i
		} else if j < len(t.words) && t.attribution(i, j) {
			rest = t.words[j].Folded[0] != '>'
			for k := i; k < j; k++ {
				t.words[k].Quoted = true
			}
			marked += j - i
		}
		i = j
	}
	return marked == len(t.words)
}

func (t *Text) quotedLine(i, j int) bool {
	w := &t.words[i]
	if w.Kind != Punct || w.Folded[0] != '>' || j == i+1 {
		return false
	}
	next := &t.words[i+1]
	return next.Kind != Number || !next.Joined
}

// attribution reports whether the line of words i to j introduces earlier mail:
// it ends in a colon, has a number or an address for the date and the writer,
// and says "wrote".
func (t *Text) attribution(i, j int) bool {
	n := j - i
	if n < 3 || n > 60 {
		return false
	}
	if strings.HasPrefix(t.words[i].Folded, "--") && strings.HasPrefix(t.words[j-1].Folded, "--") {
		return n <= 8 // -----Original Message-----
	}
	if last := t.words[j-1].Folded; last != ":" {
		return false
	}
	dated, wrote := false, false
	for k := i; k < j; k++ {
		w := &t.words[k]
		switch w.Kind {
		case Number, Email:
			dated = true
		case Letters:
			switch w.Folded {
			case "wrote", "schrieb", "écrit", "escribió", "escreveu", "scritto", "viết", "yazdı", "napisał", "napisała", "написал",
				"написала", "написав", "schreef", "skrev", "kirjoitti", "napsal", "menulis", "sumulat", "كتب", "כתב", "लिखा":
				wrote = true
			case "写", "寫", "書":
				wrote = wrote || k >= j-4
			}
		}
	}
	return dated && wrote
}

// markPairs marks what stands between quotation marks, unless that is the whole
// text.
func (t *Text) markPairs() {
	open := -1
	var closer rune
	paired := false
	for i := range t.words {
		w := &t.words[i]
		if w.line && closer < 0xab {
			open = -1 // straight marks and apostrophes pair within a line
		}
		if w.Kind != Punct {
			continue
		}
		r, n := utf8.DecodeRuneInString(w.Folded)
		if n != len(w.Folded) || r != '"' && r != '\'' && r < 0xab {
			continue
		}
		if i-open > maxQuote {
			open = -1
		}
		shape, _ := utf8.DecodeRuneInString(t.raw[w.Start:])
		if open >= 0 && t.closes(i, r, shape, closer) {
			if paired || t.wordsOutside(open, i) {
				t.markRange(open, i)
			}
			paired, open = true, -1
			continue
		}
		if open < 0 {
			if closer = t.opens(i, r, shape); closer != 0 {
				open = i
			}
		}
	}
}

// opens returns the folded mark that closes a quotation which the word i opens,
// 0 if it opens none.
func (t *Text) opens(i int, r, shape rune) rune {
	next := i+1 < len(t.words) && t.words[i+1].Joined
	switch r {
	case '"':
		if shape == '”' || t.words[i].Joined && i > 0 && (t.words[i-1].Kind == Number || !next) {
			return 0
		}
		return '"'
	case '\'':
		if !next || t.words[i].Joined && i > 0 && t.words[i-1].Kind != Punct {
			return 0
		}
		if shape == '‘' || shape == '‚' || i > 0 && (t.words[i-1].Folded == ":" || t.words[i-1].Folded == ",") {
			return '\''
		}
	case '«':
		return '»'
	case '»':
		if next && (i == 0 || !t.words[i].Joined) {
			return '«'
		}
	case '‹':
		return '›'
	case '「':
		return '」'
	case '『':
		return '』'
	case '《':
		return '》'
	}
	return 0
}

// closes reports whether the word i closes a quotation that waits for closer.
func (t *Text) closes(i int, r, shape, closer rune) bool {
	if r != closer {
		return false
	}
	switch r {
	case '"':
		return shape != '„'
	case '\'':
		return t.words[i].Joined && (i+1 == len(t.words) || !t.words[i+1].Joined || t.words[i+1].Kind == Punct)
	}
	return true
}

// wordsOutside reports whether there is pairedthing to read outside a quotation.
func (t *Text) wordsOutside(open, end int) bool {
	for i := 0; i < open; i++ {
		if t.words[i].Kind != Punct {
			return true
		}
	}
	for i := end + 1; i < len(t.words); i++ {
		if t.words[i].Kind != Punct {
			return true
		}
	}
	return false
}

func (t *Text) markRange(open, end int) {
	for i := open; i <= end; i++ {
		t.words[i].Quoted = true
	}
}
