package escalate

import "context"

// A Detector reads a conversation turn by turn and reports signals. Hosts add
// their own; [NewDetector] makes one from a function.
//
// The contract, which escalatetest.TestDetector checks:
//   - Info returns the same value at every call.
//   - Detect is deterministic: the same turns, in the same order, give the
//     same reports. It uses no clock, no randomness and no map order.
//   - It reports only kinds that Info declares, with finite scores in [0, 1]
//     and evidence on rune boundaries of turns that it has seen.
//   - It survives every text: empty, not UTF-8, very long, of any script.
//   - It works in time linear in the turn, however long the conversation is.
//   - It keeps nothing of a conversation in itself (that is what [Stateful] is
//     for), starts no goroutine, and is safe for concurrent use.
//
// A detector that returns an error, panics or breaks these rules is named in
// the decision's Failed; what it reported at that turn is dropped, and the
// decision rests on the others.
type Detector interface {
	Info() Info
	Detect(ctx context.Context, p *Pass) error
}

// Info describes a detector.
type Info struct {
	// Name is unique within an engine: lower case, words joined by hyphens.
	Name string
	// Version counts changes of behaviour or of state. A snapshot is restored
	// only by detectors of the same names and versions.
	Version int
	// Doc says, in a paragraph, what the detector reports and why it matters.
	Doc string
	// Kinds are the kinds that it may report. Nil is allowed for a detector
	// that reports only acts or the language.
	Kinds []Kind
	// Languages are the languages that it knows, as BCP 47 tags. Nil means
	// that language does not matter to it. Where the customer writes another
	// language, its kinds are listed as unverified in the decision.
	Languages []string
	// Roles are the roles at whose turns Detect is called; nil means the
	// customer's only.
	Roles []Role
}

// Stateful is a detector that remembers something from turn to turn.
type Stateful interface {
	Detector
	// NewState returns the state of a new conversation: a pointer to a value
	// that survives a round trip through encoding/json unchanged and stays
	// bounded, at most 64 KiB of JSON. Pass.State returns it at each turn.
	NewState() any
}

// NewDetector returns a detector from its description and a function.
func NewDetector(info Info, detect func(ctx context.Context, p *Pass) error) Detector {
	return funcDetector{info, detect}
}

type funcDetector struct {
	info   Info
	detect func(context.Context, *Pass) error
}

func (d funcDetector) Info() Info                                { return d.info }
func (d funcDetector) Detect(ctx context.Context, p *Pass) error { return d.detect(ctx, p) }

// wants reports whether the detector is called at turns of role r.
func (i Info) wants(r Role) bool {
	if i.Roles == nil {
		return r == Customer
	}
	for _, x := range i.Roles {
		if x == r {
			return true
		}
	}
	return false
}
