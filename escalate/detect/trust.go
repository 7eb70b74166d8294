package detect

import (
	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/phrase"
)

// trust is what a scorer believes on the word of phrases alone.
type trust map[escalate.Kind]belief

type belief struct{ certain, least float64 }

// Trust makes the scorer believe phrases of kind k, meant as they say and
// together at least certain, where its model does not: the score is then at
// least least. It is for what people say in set ways, which a corpus that seeks
// variety has too little of. Call it before the scorer is used.
func (t *trust) Trust(k escalate.Kind, certain, least float64) {
	if *t == nil {
		*t = trust{}
	}
	(*t)[k] = belief{certain, least}
}

// least returns the score that phrases alone give a kind, 0 if none.
func (t trust) least(hits []phrase.Match, k escalate.Kind) escalate.Score {
	if b, ok := t[k]; ok && Meant(hits, string(k)) >= b.certain {
		return escalate.Score(b.least)
	}
	return 0
}
