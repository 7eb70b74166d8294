package detect

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

//go:embed lexicon/*.txt
var lexicons embed.FS

var builtin = sync.OnceValues(func() (*phrase.Lexicon, error) { return phrase.Load(lexicons, "lexicon/*.txt") })

// Lexicon returns the built-in phrases of every language. It is compiled once.
func Lexicon() (*phrase.Lexicon, error) { return builtin() }

// Phrases is a [Scorer] made of a lexicon. The score of a kind is the
// probability that at least one of its phrases means what it says, each with
// the weight that the lexicon gives it, as if they were independent. Phrases
// that are negated, reported, hypothetical, past and settled, asked about or
// quoted do not count.
type Phrases struct {
	lexicon *phrase.Lexicon
	sets    map[string]phrase.LanguageSet
	matches *escalate.Resource[[]phrase.Match]
	scores  *escalate.Resource[map[escalate.Kind]escalate.Signal]
}

var _ Scorer = (*Phrases)(nil)

// NewPhrases returns a scorer of the lexicon's groups that are named like a kind.
func NewPhrases(l *phrase.Lexicon) *Phrases {
	ph := &Phrases{lexicon: l, sets: languageSets(l)}
	ph.matches = escalate.NewResource("phrases", func(ctx context.Context, p *escalate.Pass) ([]phrase.Match, error) {
		t, err := Text.Of(ctx, p)
		if err != nil {
			return nil, err
		}
		return ph.Find(t, written(p)), nil
	})
	ph.scores = escalate.NewResource("phrase scores", func(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
		ms, err := ph.matches.Of(ctx, p)
		if err != nil {
			return nil, err
		}
		return score(p.Index(), ms), nil
	})
	return ph
}

// told is how sure the language has to be for short phrases of others to be left
// out: "jaja" is laughter in one language and mockery in another.
const told = 0.9

// alike are languages that an identifier takes for each other, or one by two
// tags.
var alike = [][]string{{"id", "ms"}, {"ru", "uk"}, {"es", "pt"}, {"fil", "tl"}}

// languageSets returns for each language of l whose phrases are looked for in a
// message written in it. English words stand in messages of every language.
func languageSets(l *phrase.Lexicon) map[string]phrase.LanguageSet {
	sets := map[string]phrase.LanguageSet{}
	for _, lang := range l.Languages() {
		sets[lang] = l.Set(lang, "en")
	}
	for _, group := range alike {
		for _, lang := range group {
			sets[lang] = l.Set(append([]string{"en"}, group...)...)
		}
	}
	return sets
}

// Find returns the phrases in a text of a writer of a language, a BCP 47 tag, ""
// where that is not known: then those of every language are looked for. A text
// without a phrase of that language may be in another, for people change; what
// is said there in three words or more counts.
func (ph *Phrases) Find(t *text.Text, lang string) []phrase.Match {
	base, _, _ := strings.Cut(lang, "-")
	set := ph.sets[base] // the zero set, all, for a language without phrases
	ms := ph.lexicon.MatchIn(nil, t, set)
	if len(ms) > 0 || set == 0 {
		return ms
	}
	ms = ph.lexicon.Match(ms, t)
	return slices.DeleteFunc(ms, func(m phrase.Match) bool { return m.LastWord-m.FirstWord+1 < telling })
}

// telling is how many words of another language are no accident.
const telling = 3

// written returns the tag of the language of the pass's turn, "" unless it is a
// customer's and their language is known. A bot may answer in another.
func written(p *escalate.Pass) string {
	lang := p.Language()
	if p.Turn().Role != escalate.Customer || !lang.Known() || lang.Confidence < told {
		return ""
	}
	return lang.Tag
}

// Matches returns the phrases found in the pass's turn, in the order of the
// lexicon's Match. Read only.
func (ph *Phrases) Matches(ctx context.Context, p *escalate.Pass) ([]phrase.Match, error) {
	return ph.matches.Of(ctx, p)
}

// Scores implements [Scorer].
func (ph *Phrases) Scores(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error) {
	return ph.scores.Of(ctx, p)
}

// Languages implements [Scorer].
func (ph *Phrases) Languages() []string { return ph.lexicon.Languages() }

// score combines the matches of each kind.
func score(turn int, ms []phrase.Match) map[escalate.Kind]escalate.Signal {
	var out map[escalate.Kind]escalate.Signal
	for _, m := range ms {
		k := escalate.Kind(m.Group)
		if m.Scope != 0 || !slices.Contains(messageKinds, k) {
			continue
		}
		if out == nil {
			out = make(map[escalate.Kind]escalate.Signal)
		}
		s, again := out[k]
		if again && overlaps(s.Evidence, m) { // the same words say it once
			s.Score = max(s.Score, escalate.Score(m.Weight))
		} else {
			s.Score = 1 - (1-s.Score)*(1-escalate.Score(m.Weight))
			s.Evidence = append(s.Evidence, escalate.Evidence{Turn: turn, Start: m.Start, End: m.End})
		}
		s.Kind = k
		out[k] = s
	}
	return out
}

func overlaps(es []escalate.Evidence, m phrase.Match) bool {
	for _, e := range es {
		if m.Start < e.End && e.Start < m.End {
			return true
		}
	}
	return false
}

// messageKinds are the kinds that a single message can carry.
var messageKinds = []escalate.Kind{
	escalate.RequestHuman, escalate.EmotionAnger, escalate.EmotionFrustration, escalate.EmotionAnxiety, escalate.EmotionSadness,
	escalate.UrgencyEmergency, escalate.UrgencySecurity, escalate.UrgencyDeadline, escalate.DisputeCharge, escalate.DisputeLegal,
	escalate.DisputeComplaint, escalate.SpecialVulnerable, escalate.SpecialException, escalate.ComplexityMulti,
	escalate.ComplexitySpecialist, escalate.BotUnfamiliar,
}
