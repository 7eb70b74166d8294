package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// record is one text of a known language.
type record struct {
	label  string
	source string
	text   string
}

// canonical maps the codes of the sources to the labels of the model: one
// label for a language, whichever standard variety the source took.
var canonical = map[string]string{
	"als": "sqi", "azj": "aze", "arb": "ara", "cmn": "zho", "ekk": "est", "lvs": "lav", "zlm": "msa", "pes": "fas",
	"prs": "fas", "swh": "swa", "uzn": "uzb", "khk": "mon", "npi": "nep", "gaz": "orm", "plt": "mlg", "ydd": "yid",
	"pbu": "pus", "kmr": "kur", "gug": "grn", "ayr": "aym", "fuv": "ful", "aka": "twi", "cnr": "srp",
}

// shareAlike lists the sources whose licence asks that works made from them
// carry the same licence; weights are never made from them.
var shareAlike = []string{"NusaX", "xSID", "UD_"}

// recent lists the labels whose text in the Bible corpus is a translation of
// 1972 to 2010, which may carry rights of its own.
var recent = map[string]bool{"acu": true, "cni": true, "nhg": true, "que": true, "jiv": true, "shi": true, "wol": true}

func label(code string) string {
	if c, ok := canonical[code]; ok {
		return c
	}
	return code
}

// load reads the JSON Lines and the tab-separated files of paths, in order,
// and drops the sources whose name starts with one of exclude.
func load(paths, exclude []string) ([]record, error) {
	var out []record
	for _, p := range paths {
		rs, err := loadFile(p)
		if err != nil {
			return nil, err
		}
		for _, r := range rs {
			if r.label == "und" || r.label == "cjy" || hasPrefix(r.source, exclude) || r.source == "Bible-corpus" && recent[r.label] {
				continue
			}
			out = append(out, r)
		}
	}
	return out, nil
}

func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if p != "" && strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func loadFile(path string) ([]record, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	name := path
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		name = strings.TrimSuffix(path, ".gz")
	}
	var out []record
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch filepath.Ext(name) {
		case ".jsonl":
			var d struct{ Text, Lang, Source string }
			if err := json.Unmarshal([]byte(line), &d); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			out = append(out, record{label(d.Lang), d.Source, norm.NFC.String(d.Text)})
		case ".tsv":
			part := strings.SplitN(line, "\t", 3)
			if len(part) != 3 {
				return nil, fmt.Errorf("%s:%d: want label, source and text", path, n)
			}
			out = append(out, record{label(part[0]), part[1], norm.NFC.String(part[2])})
		default: // <label>.txt, one message a line
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				code := strings.TrimSuffix(filepath.Base(name), ".txt")
				out = append(out, record{label(code), "chat", norm.NFC.String(line)})
			}
		}
	}
	return out, sc.Err()
}

// byLabel groups records by label and source, both sorted.
type group struct {
	label   string
	sources []string
	texts   [][]string
}

func groups(rs []record, minRunes int) []group {
	m := map[string]map[string][]string{}
	size := map[string]int{}
	for _, r := range rs {
		if m[r.label] == nil {
			m[r.label] = map[string][]string{}
		}
		m[r.label][r.source] = append(m[r.label][r.source], r.text)
		size[r.label] += utf8.RuneCountInString(r.text)
	}
	var out []group
	for l, by := range m {
		if size[l] < minRunes {
			continue
		}
		g := group{label: l}
		for s := range by {
			g.sources = append(g.sources, s)
		}
		sort.Strings(g.sources)
		for _, s := range g.sources {
			g.texts = append(g.texts, by[s])
		}
		out = append(out, g)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].label < out[j].label })
	return out
}

// piece cuts a chat-length piece out of a text: 12 to 70 letters or so,
// shorter more often, at word boundaries where the script has them.
func piece(text string, rng *rand.Rand) string {
	want := 10 + int(60*rng.Float64()*rng.Float64())
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	if n := utf8.RuneCountInString(text); n/len(words) > 14 { // no spaces
		rs := []rune(text)
		want = 6 + want/2
		if len(rs) <= want {
			return text
		}
		at := rng.IntN(len(rs) - want)
		return string(rs[at : at+want])
	}
	at := 0
	if utf8.RuneCountInString(text) > want {
		at = rng.IntN(len(words))
		if rng.IntN(3) == 0 {
			at = 0
		}
	}
	n, end := 0, at
	for end < len(words) && n < want {
		n += utf8.RuneCountInString(words[end]) + 1
		end++
	}
	for at > 0 && n < want {
		at--
		n += utf8.RuneCountInString(words[at]) + 1
	}
	return strings.Join(words[at:end], " ")
}

// plain drops the diacritics of Latin letters, as people do on keyboards that
// lack them.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'ð' || r == 'Đ':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'ə' || r == 'ǝ' || r == 'Ə':
			b.WriteByte('e')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// typo swaps or drops one letter.
func typo(s string, rng *rand.Rand) string {
	rs := []rune(s)
	if len(rs) < 8 {
		return s
	}
	i := 1 + rng.IntN(len(rs)-2)
	if rng.IntN(2) == 0 {
		rs[i], rs[i-1] = rs[i-1], rs[i]
		return string(rs)
	}
	return string(append(rs[:i:i], rs[i+1:]...))
}
