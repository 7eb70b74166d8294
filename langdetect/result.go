package langdetect

import (
	"cmp"
	"slices"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// Result is what a text says about its language.
type Result struct {
	// Tag is BCP 47, with a script where the language is romanised ("hi-Latn");
	// "und" where the text does not tell.
	Tag string `json:"tag"`
	// ISO639_3 is the three-letter code, "und" where the text does not tell.
	ISO639_3 string `json:"iso639_3"`
	// Script is the ISO 15924 code of the script of most letters, "Zyyy" where
	// no letter counts.
	Script string `json:"script"`
	// Confidence is the probability, in [0, 1], that Tag is right.
	Confidence float64 `json:"confidence"`
	// LowResource is the probability, in [0, 1], that the language is one that
	// bots serve badly, whether or not the identifier knows it. It is judged
	// apart from Tag: a text may be called Hindi with little confidence and
	// low-resource with much, as Bhojpuri is.
	LowResource float64 `json:"low_resource"`
	// Alternatives are the next best languages, best first, at most four.
	Alternatives []Alternative `json:"alternatives,omitempty"`
	// Letters is how many letters counted as evidence.
	Letters int `json:"letters"`

	// probs is the posterior, best first, at most maxKept.
	probs []Alternative
}

// Alternative is a language that the text may be in.
type Alternative struct {
	Tag        string  `json:"tag"`
	ISO639_3   string  `json:"iso639_3"`
	Confidence float64 `json:"confidence"`
}

// Known reports whether r names a language.
func (r Result) Known() bool { return r.ISO639_3 != "und" && r.ISO639_3 != "" }

// Und is the result of a text that carries no language.
func Und() Result { return Result{Tag: "und", ISO639_3: "und", Script: "Zyyy"} }

// The limits below which a text is too little to name a language: at least
// minLetters letters, and a best label of minConfidence, or of minShort where
// fewer than shortLetters letters speak. Read off testdata/messages.tsv.
const (
	minLetters    = 3
	shortLetters  = 8
	minShort      = 0.6
	minConfidence = 0.25
	// maxShortLow is the most that a message of fewer than shortLetters letters
	// says for a low-resource language: several together may, one may not.
	maxShortLow = 0.44
	// maxKept bounds the labels that a result remembers for pooling.
	maxKept = 12
)

// result builds the answer from the posterior in s.
func (d *Identifier) result(s *scratch, script ngram.Script, letters, best int, low float64) Result {
	r := Result{Script: script.String(), Letters: letters}
	for l, p := range s.p[:len(d.m.Labels)] {
		if p > 0.002 {
			r.probs = append(r.probs, Alternative{d.tags[l], d.m.Labels[l].Code, float64(p)})
		}
	}
	slices.SortStableFunc(r.probs, func(a, b Alternative) int { return cmp.Compare(b.Confidence, a.Confidence) })
	r.probs = r.probs[:min(len(r.probs), maxKept)]
	confidence := float64(s.p[best])
	alphabet := script == ngram.Latn || script == ngram.Cyrl || script == ngram.Arab
	if alphabet {
		// A few letters prove nothing against a served language.
		if f := float64(letters-2) / 8; f < 1 {
			low *= max(0, f)
		}
		if letters < shortLetters {
			low = min(low, maxShortLow)
		}
	}
	r.LowResource = round4(low)
	if alphabet && letters < minLetters || confidence < minConfidence || alphabet && letters < shortLetters && confidence < minShort {
		r.Tag, r.ISO639_3 = "und", "und"
		r.Confidence = 0
		r.Alternatives = alternatives(r.probs)
		return r
	}
	r.Tag, r.ISO639_3, r.Confidence = d.tags[best], d.m.Labels[best].Code, round4(confidence)
	if len(r.probs) > 1 {
		r.Alternatives = alternatives(r.probs[1:])
	}
	return r
}

func alternatives(ps []Alternative) []Alternative {
	out := make([]Alternative, 0, min(4, len(ps)))
	for _, a := range ps[:min(4, len(ps))] {
		if a.Confidence = round4(a.Confidence); a.Confidence >= 0.01 {
			out = append(out, a)
		}
	}
	return out
}
