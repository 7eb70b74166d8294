package detect

import "github.com/go-handoff/handoff/escalate"

// Vulnerable reports circumstances that call for a person's judgement:
// bereavement, disability, illness, a minor, abuse, financial hardship
// ([escalate.SpecialVulnerable]).
//
// Fires on "my husband passed away, his account is still open", "I'm in a
// wheelchair, is there a ramp?". Does not fire on a wheelchair for sale.
func Vulnerable(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "vulnerable", Version: 1, Kinds: []escalate.Kind{escalate.SpecialVulnerable},
		Doc: "Reports circumstances in which the rules for everybody do harm. A person can see that; a bot follows the rules."})
}

// Exception reports customers who ask for something outside the rules: waive,
// bend, a special arrangement, a custom or bulk order
// ([escalate.SpecialException]).
//
// Fires on "could you waive the fee this once", "600 bags with our crest". Does
// not fire on "what are the exceptions to the return policy?".
func Exception(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "exception", Version: 1, Kinds: []escalate.Kind{escalate.SpecialException},
		Doc: "Reports wishes that the bot has no authority to grant and a person may have."})
}
