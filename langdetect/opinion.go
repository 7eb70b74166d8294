package langdetect

import "math"

const (
	// opinionBelow is the confidence from which on no second opinion is asked.
	opinionBelow = 0.99
	// opinionLetters is how many letters a second opinion needs.
	opinionLetters = 5
	// opinionWeight is how much a second opinion counts beside the first. Of
	// 0.7, 1 and 1.5 the best on the Leipzig sentences, which are lingua's own
	// source; on xSID and NusaX all three come to the same.
	opinionWeight = 1.5
)

// askOpinion weighs the posterior in s by a second opinion among the labels
// that both know, and returns the best label. The others keep what they have:
// an identifier that does not know a language says nothing about it.
func (d *Identifier) askOpinion(s *scratch, text string, best int) int {
	knows := make(map[string]bool)
	for _, c := range d.opinion.Languages() {
		knows[c] = true
	}
	var labels []int
	var codes []string
	for l, p := range s.p[:len(d.m.Labels)] {
		if code := d.m.Labels[l].Code; p > 0.003 && knows[code] && !d.m.Labels[l].Roman {
			labels, codes = append(labels, l), append(codes, code)
		}
	}
	if len(labels) < 2 {
		return best
	}
	answer := d.opinion.Ask(text, codes)
	if len(answer) != len(labels) {
		return best
	}
	before, after := 0.0, 0.0
	for i, l := range labels {
		before += float64(s.p[l])
		s.p[l] *= float32(math.Pow(math.Max(0, answer[i])+0.03, opinionWeight))
		after += float64(s.p[l])
	}
	if after <= 0 {
		return best
	}
	best = 0
	for _, l := range labels {
		s.p[l] *= float32(before / after)
	}
	for l := range d.m.Labels {
		if s.p[l] > s.p[best] {
			best = l
		}
	}
	return best
}
