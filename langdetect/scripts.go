package langdetect

import "github.com/go-handoff/handoff/langdetect/internal/ngram"

// byDefault names the language that stands for a script where the n-grams know
// nothing, and whether the script belongs to it alone, so that a single letter
// decides. From the Unicode script catalogue and CLDR's likely subtags.
var byDefault = map[ngram.Script]struct {
	code string
	only bool
}{
	ngram.Hang: {"kor", true}, ngram.Thai: {"tha", false}, ngram.Grek: {"ell", true}, ngram.Hira: {"jpn", true}, ngram.Kana: {"jpn", true},
	ngram.Hani: {"zho", false}, ngram.Hebr: {"heb", false}, ngram.Taml: {"tam", true}, ngram.Telu: {"tel", true}, ngram.Knda: {"kan", false},
	ngram.Mlym: {"mal", true}, ngram.Guru: {"pan", true}, ngram.Gujr: {"guj", true}, ngram.Beng: {"ben", false}, ngram.Deva: {"hin", false},
	ngram.Armn: {"hye", true}, ngram.Geor: {"kat", false}, ngram.Laoo: {"lao", true}, ngram.Khmr: {"khm", true}, ngram.Mymr: {"mya", false},
	ngram.Ethi: {"amh", false}, ngram.Sinh: {"sin", true}, ngram.Orya: {"ory", true}, ngram.Tibt: {"bod", false}, ngram.Thaa: {"div", true},
	ngram.Cher: {"chr", true}, ngram.Cans: {"ike", false}, ngram.Tfng: {"zgh", false}, ngram.Nkoo: {"nqo", true}, ngram.Vaii: {"vai", true},
	ngram.Olck: {"sat", true}, ngram.Mtei: {"mni", true}, ngram.Adlm: {"ful", true}, ngram.Syrc: {"syr", true}, ngram.Mong: {"mon", false},
	ngram.Yiii: {"iii", true}, ngram.Cakm: {"ccp", true}, ngram.Copt: {"cop", true}, ngram.Java: {"jav", true}, ngram.Bali: {"ban", true},
	ngram.Sund: {"sun", true}, ngram.Bamu: {"bax", true},
}

// byScript decides by the script alone where it belongs to one language, and
// where the script has a home language and the n-grams know none of the text.
func (d *Identifier) byScript(s *scratch, script ngram.Script, letters int) (Result, bool) {
	def, ok := byDefault[script]
	if !ok {
		return Result{}, false
	}
	if script == ngram.Hira || script == ngram.Kana || script == ngram.Hani && s.text.Letters[ngram.Hira]+s.text.Letters[ngram.Kana] > 0 {
		def = byDefault[ngram.Kana] // kana beside ideographs is Japanese
	}
	confidence := 0.98
	if !def.only {
		for l := range d.m.Labels {
			if s.scores.Hits[l] > 0 && d.home(l, script) {
				return Result{}, false
			}
		}
		confidence = 0.5
	} else if s.text.Letters[script] < s.text.Total()/2+1 {
		return Result{}, false
	}
	r := Result{ISO639_3: def.code, Script: script.String(), Confidence: confidence, Letters: letters}
	r.Tag = tagOf(def.code)
	r.probs = []Alternative{{r.Tag, r.ISO639_3, confidence}}
	r.LowResource = 0.01
	if !d.served[macroOf(def.code)] {
		r.LowResource = 0.97
	} else if !def.only {
		r.LowResource = 0.3
	}
	return r, true
}

// home reports whether label l is written in a script of its own, so that its
// hits in a text of that script mean something.
func (d *Identifier) home(l int, script ngram.Script) bool {
	return !d.m.Labels[l].Roman || script == ngram.Latn
}
