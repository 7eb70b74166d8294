package escalate

import "strings"

// Language is the judgement of a language detector about what the customer
// writes.
type Language struct {
	// Tag is a BCP 47 tag, "und" where nothing is known.
	Tag string `json:"tag"`
	// ISO639_3 is the three-letter code of the language, "und" where unknown.
	ISO639_3 string `json:"iso639_3"`
	// Script is the ISO 15924 code of the script, "Zyyy" where unknown.
	Script string `json:"script"`
	// Confidence is the probability, in [0, 1], that Tag is right.
	Confidence float64 `json:"confidence"`
	// LowResource says that bots serve this language badly.
	LowResource bool `json:"low_resource"`
}

// Und is the language of a customer who has not written enough to tell.
var Und = Language{Tag: "und", ISO639_3: "und", Script: "Zyyy"}

// Known reports whether l names a language.
func (l Language) Known() bool { return l.Tag != "" && l.Tag != "und" }

// covers reports whether one of tags (all languages if nil) is l's language,
// by the primary subtag: "zh-Hant" is covered by "zh".
func covers(tags []string, l Language) bool {
	if tags == nil || !l.Known() {
		return true
	}
	for _, t := range tags {
		if strings.EqualFold(primary(t), primary(l.Tag)) {
			return true
		}
	}
	return false
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}
