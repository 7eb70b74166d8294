package escalate

import "strings"

// A Kind names what a signal says: dotted lower case, the family first. The
// constants below are the vocabulary that the built-in detectors and the
// preset policies share; a host adds kinds of its own in the same form
// ("acme.vip_upset"). They stand together here, and not beside each detector,
// because several detectors may report one kind and every policy names them.
type Kind string

// The kinds of the built-in detectors.
const (
	// RequestHuman: the customer asks to be put through to a person, in any
	// wording, or accepts the bot's offer of one.
	RequestHuman Kind = "request.human"

	// EmotionAnger: hostility, insults, fury at the service, the firm or the bot.
	EmotionAnger Kind = "emotion.anger"
	// EmotionFrustration: fed up, exasperated, without hostility.
	EmotionFrustration Kind = "emotion.frustration"
	// EmotionAnxiety: worry, fear, panic about an outcome.
	EmotionAnxiety Kind = "emotion.anxiety"
	// EmotionSadness: grief, despair, distress.
	EmotionSadness Kind = "emotion.sadness"

	// UrgencyEmergency: danger to life, health or safety, self-harm included.
	UrgencyEmergency Kind = "urgency.emergency"
	// UrgencySecurity: fraud, theft, a lost card, loss of control over an account or data.
	UrgencySecurity Kind = "urgency.security"
	// UrgencyDeadline: a deadline so near that waiting costs the customer.
	UrgencyDeadline Kind = "urgency.deadline"

	// DisputeCharge: the customer contests money taken, kept or not returned.
	DisputeCharge Kind = "dispute.charge"
	// DisputeLegal: lawyer, court, regulator, ombudsman, police, press.
	DisputeLegal Kind = "dispute.legal"
	// DisputeComplaint: the wish to complain or escalate, or a complaint of how people behaved.
	DisputeComplaint Kind = "dispute.complaint"

	// SpecialVulnerable: a circumstance that calls for a person's judgement.
	SpecialVulnerable Kind = "special.vulnerable"
	// SpecialException: the customer asks for something outside the rules.
	SpecialException Kind = "special.exception"

	// ComplexityMulti: several problems in one turn, or conditions that depend on each other.
	ComplexityMulti Kind = "complexity.multi"
	// ComplexitySpecialist: needs a professional (medical, investment, tax, legal, technical).
	ComplexitySpecialist Kind = "complexity.specialist"
	// ComplexityOutOfScope: a question outside the topics that the host listed.
	ComplexityOutOfScope Kind = "complexity.out_of_scope"

	// BotFailure: the bot did not understand, repeated itself or answered something else.
	BotFailure Kind = "bot.failure"
	// BotUnfamiliar: the customer does not manage to talk to a bot.
	BotUnfamiliar Kind = "bot.unfamiliar"
	// BotFalsePromise: the bot announced a human, and its next turn was still the bot's.
	BotFalsePromise Kind = "bot.false_promise"

	// LanguageUnsupported: the customer writes a language outside the bot's list.
	LanguageUnsupported Kind = "language.unsupported"
	// LanguageLowResource: the customer writes a language that bots serve badly.
	LanguageLowResource Kind = "language.low_resource"
	// LanguageSwitching: the customer mixes languages within the conversation.
	LanguageSwitching Kind = "language.switching"
)

// Kinds returns the built-in kinds in the order in which they are declared.
// The slice is the caller's.
func Kinds() []Kind {
	return []Kind{RequestHuman, EmotionAnger, EmotionFrustration, EmotionAnxiety, EmotionSadness,
		UrgencyEmergency, UrgencySecurity, UrgencyDeadline, DisputeCharge, DisputeLegal, DisputeComplaint,
		SpecialVulnerable, SpecialException, ComplexityMulti, ComplexitySpecialist, ComplexityOutOfScope,
		BotFailure, BotUnfamiliar, BotFalsePromise, LanguageUnsupported, LanguageLowResource, LanguageSwitching}
}

// Valid reports whether k has the form of a kind: two or more parts of lower
// case letters, digits and underscores, joined by dots, each starting with a
// letter, 64 bytes at most.
func (k Kind) Valid() bool {
	if len(k) > 64 || !strings.Contains(string(k), ".") {
		return false
	}
	for part := range strings.SplitSeq(string(k), ".") {
		if part == "" || part[0] < 'a' || part[0] > 'z' {
			return false
		}
		for i := range len(part) {
			if c := part[i]; c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
