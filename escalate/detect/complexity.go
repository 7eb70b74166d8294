package detect

import "github.com/go-handoff/handoff/escalate"

// Multi reports several different problems in one message, or conditions that
// depend on each other ([escalate.ComplexityMulti]).
//
// Fires on "the router is dead, the bill went up, and nobody came on Tuesday".
// Does not fire on two quick questions about one product.
func Multi(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "multi", Version: 1, Kinds: []escalate.Kind{escalate.ComplexityMulti},
		Doc: "Reports messages that hold several problems. Bots answer one of them and lose the rest."})
}

// Specialist reports questions that need a professional: what a medical result
// means, dosage, investment, tax or legal advice, technical diagnosis
// ([escalate.ComplexitySpecialist]).
//
// Fires on "my ALT is 92, is that bad?", "which fund should I move to?". Does
// not fire on the cardiologist's opening hours or the price of a blood test.
func Specialist(s Scorer) escalate.Detector {
	return NewMessage(s, escalate.Info{Name: "specialist", Version: 1, Kinds: []escalate.Kind{escalate.ComplexitySpecialist},
		Doc: "Reports questions for a professional. A confident wrong answer is worse than none."})
}
