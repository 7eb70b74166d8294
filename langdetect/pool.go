package langdetect

import (
	"cmp"
	"math"
	"slices"
)

// Pool gathers what the messages of one customer say about their language.
// Adding a message costs the same however many came before. The zero value is
// empty and ready; a Pool survives encoding/json unchanged, stays under 2 KiB
// of it, and is for one goroutine at a time.
type Pool struct {
	// Turns is how many messages were added, those without evidence included.
	Turns int `json:"turns"`
	// Letters is how many letters counted, those of long ago less.
	Letters float64 `json:"letters"`
	// Low is the evidence for a low-resource language, as log odds over the
	// reference of lowReference.
	Low float64 `json:"low"`
	// Script is the script of the last message with letters.
	Script string `json:"script,omitempty"`
	// Evidence is the evidence for each language, strongest first.
	Evidence []Weight `json:"evidence,omitempty"`
}

// Weight is the evidence for a language, in natural log units over none.
type Weight struct {
	Tag      string  `json:"tag"`
	ISO639_3 string  `json:"iso639_3"`
	Weight   float64 `json:"weight"`
}

const (
	// fade is what is left of earlier evidence at each message with evidence
	// of its own: a customer who changes language is followed within two or
	// three messages.
	fade = 0.8
	// poolFloor is the probability that counts as no evidence for a language.
	poolFloor = 0.004
	// lowReference is the probability of low-resource that neither raises nor
	// lowers the pooled one. Under one half: a customer whose every message
	// looks a little odd should not add up to one of an unknown language.
	lowReference = 0.4
	// maxLow bounds the evidence of one message.
	maxLow = 4
	// maxPooled bounds the languages that a pool remembers.
	maxPooled = 16
)

// Add adds a message's result. One without evidence (only neutral words,
// numbers, an address) changes nothing but the count.
func (p *Pool) Add(r Result) {
	p.Turns++
	probs := r.probs
	if probs == nil && r.Known() { // decoded from JSON
		probs = append([]Alternative{{r.Tag, r.ISO639_3, r.Confidence}}, r.Alternatives...)
	}
	if len(probs) == 0 && r.Letters == 0 {
		return
	}
	if r.Script != "Zyyy" {
		p.Script = r.Script
	}
	trust := math.Min(1, float64(max(r.Letters, 1))/10) // "da" says little
	if r.Script != "Latn" && r.Script != "Cyrl" {
		trust = math.Sqrt(trust)
	}
	keep := 1 - (1-fade)*trust
	p.Letters = p.Letters*keep + float64(r.Letters)
	p.Low = p.Low*keep + trust*clamp(logit(r.LowResource)-logit(lowReference), maxLow)
	for i := range p.Evidence {
		p.Evidence[i].Weight *= keep
	}
	for _, a := range probs {
		w := trust * math.Log(a.Confidence/poolFloor)
		if w <= 0 {
			continue
		}
		at := slices.IndexFunc(p.Evidence, func(e Weight) bool { return e.Tag == a.Tag })
		if at < 0 {
			p.Evidence = append(p.Evidence, Weight{Tag: a.Tag, ISO639_3: a.ISO639_3})
			at = len(p.Evidence) - 1
		}
		p.Evidence[at].Weight += w
	}
	slices.SortFunc(p.Evidence, func(a, b Weight) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Tag, b.Tag)) })
	p.Evidence = p.Evidence[:min(len(p.Evidence), maxPooled)]
	for i := range p.Evidence {
		p.Evidence[i].Weight = math.Round(p.Evidence[i].Weight*1e6) / 1e6
	}
	p.Low, p.Letters = math.Round(p.Low*1e6)/1e6, math.Round(p.Letters*1e6)/1e6
}

// Result returns what the messages say together; [Und] before any evidence.
func (p *Pool) Result() Result {
	r := Und()
	if p.Script != "" {
		r.Script = p.Script
	}
	r.Letters = int(math.Min(p.Letters, 1e9))
	if p.Letters > 0 {
		r.LowResource = round4(sigmoid(logit(lowReference) + p.Low))
	}
	if len(p.Evidence) == 0 {
		return r
	}
	total := 1.0 // the languages that are not in the list, together
	for _, e := range p.Evidence {
		total += math.Exp(e.Weight)
	}
	for _, e := range p.Evidence {
		r.probs = append(r.probs, Alternative{e.Tag, e.ISO639_3, math.Exp(e.Weight) / total})
	}
	if top := r.probs[0]; top.Confidence >= minConfidence {
		r.Tag, r.ISO639_3, r.Confidence = top.Tag, top.ISO639_3, round4(top.Confidence)
		r.Alternatives = alternatives(r.probs[1:])
	} else {
		r.Alternatives = alternatives(r.probs)
	}
	return r
}

// in returns the probability that the language is among the macro codes of set.
func (r Result) in(set func(macro string) bool) float64 {
	total := 0.0
	for _, a := range r.probs {
		if set(macroOf(a.ISO639_3)) {
			total += a.Confidence
		}
	}
	return math.Min(1, total)
}
