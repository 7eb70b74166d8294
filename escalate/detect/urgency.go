package detect

import "github.com/go-handoff/handoff/escalate"

// Emergency reports danger to life, health or safety, self-harm included
// ([escalate.UrgencyEmergency]).
//
// Fires on "he took the whole box of pills", "I smell gas", "I don't want to be
// here any more". Does not fire on "dying to try it", "this queue is killing
// me", or a fire alarm for sale.
func Emergency(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "emergency", Version: 1, Kinds: []escalate.Kind{escalate.UrgencyEmergency},
		Doc: "Reports danger to life, health or safety. No bot should keep such a conversation for a second turn."})
}

// Security reports fraud, account takeover, theft, a lost card or phone, a leak
// of data: loss of control that is happening now ([escalate.UrgencySecurity]).
//
// Fires on "someone logged into my account", "my card was stolen", "there are
// payments I didn't make". Does not fire on "how do you protect my data?".
func Security(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "security", Version: 1, Kinds: []escalate.Kind{escalate.UrgencySecurity},
		Doc: "Reports loss of control over an account, card, phone, identity or data. Every minute costs the customer."})
}

// Deadline reports a deadline so near that waiting costs the customer
// ([escalate.UrgencyDeadline]).
//
// Fires on "boarding in an hour and no pass", "rent is due today". Does not
// fire on "my deadline is next month, no rush", or "urgent" in a product's name.
func Deadline(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "deadline", Version: 1, Kinds: []escalate.Kind{escalate.UrgencyDeadline},
		Doc: "Reports deadlines of hours, not weeks: a bot that asks back three times lets them pass."})
}
