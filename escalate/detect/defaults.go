package detect

import "github.com/go-handoff/handoff/escalate"

// Messages returns the message detectors of this package; those of emotion are
// in package sentiment.
func Messages(s Scorer) []escalate.Detector {
	return []escalate.Detector{RequestHuman(s), Emergency(s), Security(s), Deadline(s), Charge(s), Legal(s), Complaint(s),
		Vulnerable(s), Exception(s), Multi(s), Specialist(s), Unfamiliar(s)}
}

// Conversation returns the detectors of what happens between the turns.
func Conversation(ph *Phrases) []escalate.Detector {
	return []escalate.Detector{Flow(ph), Failure(ph), Promise(ph)}
}
