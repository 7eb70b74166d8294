package detect

import "github.com/go-handoff/handoff/escalate"

// Unfamiliar reports customers who do not manage to talk to a bot, or ask
// whether it is one ([escalate.BotUnfamiliar]). Where they only ask, [Flow]
// reports escalate.ActAskIfBot beside it.
//
// Fires on "how do I use this?", "are you a robot?", "I am old, I don't know
// these things". Does not fire on "is this chair easy to use?".
func Unfamiliar(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "unfamiliar", Version: 1, Kinds: []escalate.Kind{escalate.BotUnfamiliar},
		Doc: "Reports customers who are not used to talking to a bot. They give up rather than ask for help."})
}
