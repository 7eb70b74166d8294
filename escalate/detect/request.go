package detect

import "github.com/go-handoff/handoff/escalate"

// RequestHuman reports customers who ask to be put through to a person, in any
// wording, politeness or language ([escalate.RequestHuman]).
//
// Fires on "can I talk to a real person", "get me your supervisor", "cho tôi
// gặp nhân viên", "not talking to a machine". Does not fire on "are you
// human?", "I don't need an agent, you're doing fine", "my travel agent booked
// it". A vague ask for contact ("how do I reach you?") scores about one half.
func RequestHuman(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "request-human", Version: 1, Kinds: []escalate.Kind{escalate.RequestHuman},
		Doc: "Reports customers who ask to be put through to a person. What they ask for is what they should get."})
}
