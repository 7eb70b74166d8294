// Package sentiment reports the customer's emotion, from the words of one
// message. Polarity is not emotion: a negative message may be calm, and only
// anger, frustration, anxiety and sadness call for a person.
package sentiment

import (
	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
)

// Anger reports hostility, insults, fury at the service, the firm or the bot
// ([escalate.EmotionAnger]).
//
// Fires on "you bunch of thieves", "USELESS". Does not fire on "I'm mad about
// these shoes", or "I was furious yesterday but it's sorted".
func Anger(s detect.Scorer) escalate.Detector {
	return detect.NewMessage(s, escalate.Info{Name: "anger", Version: 1, Kinds: []escalate.Kind{escalate.EmotionAnger},
		Doc: "Reports hostility. A bot's politeness makes it worse."})
}

// Frustration reports exasperation and repeated effort without hostility
// ([escalate.EmotionFrustration]).
//
// Fires on "third time this week, brilliant service", "I give up". Does not
// fire on a calm report of a problem.
func Frustration(s detect.Scorer) escalate.Detector {
	return detect.NewMessage(s, escalate.Info{Name: "frustration", Version: 1, Kinds: []escalate.Kind{escalate.EmotionFrustration},
		Doc: "Reports customers who are fed up. The next failed answer loses them."})
}

// Anxiety reports worry, fear and panic about an outcome
// ([escalate.EmotionAnxiety]).
//
// Fires on "I'm so worried the money is gone". Does not fire on "no worries".
func Anxiety(s detect.Scorer) escalate.Detector {
	return detect.NewMessage(s, escalate.Info{Name: "anxiety", Version: 1, Kinds: []escalate.Kind{escalate.EmotionAnxiety},
		Doc: "Reports fear about an outcome. A person can reassure; a bot can only repeat."})
}

// Sadness reports grief, despair and distress ([escalate.EmotionSadness]).
//
// Fires on "she passed last week and I can't face this". Does not fire on
// "sorry to bother you" or "sad to see the blue one sold out".
func Sadness(s detect.Scorer) escalate.Detector {
	return detect.NewMessage(s, escalate.Info{Name: "sadness", Version: 1, Kinds: []escalate.Kind{escalate.EmotionSadness},
		Doc: "Reports distress. It deserves a person."})
}

// Detectors returns the four detectors of emotion.
func Detectors(s detect.Scorer) []escalate.Detector {
	return []escalate.Detector{Anger(s), Frustration(s), Anxiety(s), Sadness(s)}
}
