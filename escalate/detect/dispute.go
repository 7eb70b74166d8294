package detect

import "github.com/go-handoff/handoff/escalate"

// Charge reports customers who contest money: an unauthorised, double or wrong
// charge, a refund refused or not arrived ([escalate.DisputeCharge]).
//
// Fires on "you charged my card twice", "the money never came back like you
// said". Does not fire on "how do chargebacks work?" or "when is the refund
// due?" asked calmly within the time promised.
func Charge(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "charge", Version: 1, Kinds: []escalate.Kind{escalate.DisputeCharge},
		Doc: "Reports contested money. Bots may explain a charge, but only people can give money back outside the rules."})
}

// Legal reports lawyers, courts, regulators, ombudsmen, police and press,
// threatened or under way ([escalate.DisputeLegal]).
//
// Fires on "you will hear from my lawyer", "I have filed with the ombudsman".
// Does not fire on a lawyer costume, or a legal department's opening hours.
func Legal(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "legal", Version: 1, Kinds: []escalate.Kind{escalate.DisputeLegal},
		Doc: "Reports legal steps. What a bot answers to them may be held against the firm."})
}

// Complaint reports the wish to complain or to escalate, and complaints of how
// people or the firm behaved ([escalate.DisputeComplaint]).
//
// Fires on "I want to lodge a complaint", "your driver shouted at me". Does not
// fire on "where is your complaints policy?" or a knee complaint.
func Complaint(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "complaint", Version: 1, Kinds: []escalate.Kind{escalate.DisputeComplaint},
		Doc: "Reports complaints about conduct. They are owed a person's answer, in many trades by law."})
}
