package detect

import "github.com/go-handoff/handoff/escalate"

// Messages returns the message detectors of this package; those of emotion are
// in package sentiment.
func Messages(s Scorer) []escalate.Detector {
	return []escalate.Detector{RequestHuman(s), Emergency(s), Security(s), Deadline(s), Charge(s), Legal(s), Complaint(s),
		Vulnerable(s), Exception(s), Multi(s), Specialist(s), Unfamiliar(s)}
}

// Conversation returns the detectors of what happens between the turns, in the
// order in which they rest on each other. The message detectors come before.
func Conversation(m *Moves) []escalate.Detector {
	return []escalate.Detector{Flow(m), Failure(m), Promise(m)}
}
