package langdetect

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/text/language"
)

// DefaultServed is the table of the languages that chatbots serve well; a
// language outside it is low-resource. It names the languages that the common
// assistant platforms and customer-service suites offer with full support,
// by ISO 639-3 code, macrolanguages standing for their members (ara covers
// Moroccan and Egyptian Arabic, zho Cantonese, nor both standards). Which
// languages belong here is a judgement, and every host may make another with
// [WithServed]: Swahili, for one, has voice assistants of its own and is still
// low-resource by this table, as intents and answers are thin in practice.
func DefaultServed() []string {
	return strings.Fields(`ara ben bul cat ces dan deu ell eng est fas fin fra guj heb hin hrv hun ind ita jpn kan kor
		lav lit mal mar msa nld nor pan pol por ron rus slk slv spa srp swe tam tel tgl tha tur ukr urd vie zho`)
}

// macro maps the codes that a table or a host may use, and those of the model,
// to one code a language: members to their macrolanguage where a bot that
// serves one serves the other, and Bosnian to Croatian, which no text of chat
// length tells apart for certain.
var macro = map[string]string{
	"cmn": "zho", "yue": "zho", "arb": "ara", "ars": "ara", "apc": "ara", "ajp": "ara", "apd": "ara", "acm": "ara", "aeb": "ara",
	"ary": "ara", "arq": "ara", "arz": "ara", "nob": "nor", "nno": "nor", "zsm": "msa", "zlm": "msa", "pes": "fas", "prs": "fas",
	"fil": "tgl", "ekk": "est", "lvs": "lav", "bos": "hrv", "cnr": "srp", "swh": "swa", "als": "sqi", "azj": "aze", "uzn": "uzb",
	"khk": "mon", "npi": "nep", "ory": "ori", "gaz": "orm", "plt": "mlg", "ydd": "yid", "pbu": "pus", "pbt": "pus", "kmr": "kur",
	"gug": "grn", "ayr": "aym", "fuv": "ful", "quy": "que", "quz": "que",
}

func macroOf(code string) string {
	if m, ok := macro[code]; ok {
		return m
	}
	return code
}

// ErrTag is wrapped by errors about a string that names no language.
var ErrTag = errors.New("not a language")

// macroOfTag returns the macro code of a BCP 47 tag, "" if it names none.
func macroOfTag(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	b, conf := t.Base()
	if conf == language.No || b.ISO3() == "und" {
		return ""
	}
	return macroOf(b.ISO3())
}

// servedSet checks tags (BCP 47 or ISO 639-3) and returns them as macro codes.
func servedSet(tags []string) (map[string]bool, error) {
	set := make(map[string]bool, len(tags))
	var errs []error
	for _, t := range tags {
		code := macroOfTag(t)
		if code == "" {
			errs = append(errs, fmt.Errorf("langdetect: served language %q: %w", t, ErrTag))
			continue
		}
		set[code] = true
	}
	return set, errors.Join(errs...)
}

// Served returns the table that the identifier judges by, as sorted ISO 639-3
// codes. The slice is the caller's.
func (d *Identifier) Served() []string {
	out := make([]string, 0, len(d.served))
	for c := range d.served {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}

func tagOf(code string) string { return language.Make(code).String() }
