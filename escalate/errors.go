package escalate

import (
	"errors"
	"fmt"
)

// ErrNoCustomerTurn is returned, wrapped, for a transcript in which the
// customer says nothing: there is no turn to decide at.
var ErrNoCustomerTurn = errors.New("no customer turn")

// ErrSnapshot is returned, wrapped, for a snapshot that cannot be restored:
// damaged, of another version of the library, or of other detectors.
var ErrSnapshot = errors.New("snapshot cannot be restored")

// InputError says what is wrong with a conversation and where.
type InputError struct {
	// ID is the conversation's, where known.
	ID string
	// Turn is the index of the turn at fault, or -1 for the conversation itself.
	Turn int
	// Err is the fault.
	Err error
}

func (e *InputError) Error() string {
	where := "escalate: transcript"
	if e.ID != "" {
		where += fmt.Sprintf(" %q", clip(e.ID, 60))
	}
	if e.Turn >= 0 {
		where += fmt.Sprintf(": turn %d", e.Turn)
	}
	return where + ": " + e.Err.Error()
}

// Unwrap returns the fault.
func (e *InputError) Unwrap() error { return e.Err }

// DetectorError says that a detector failed at a turn: it returned an error,
// panicked, broke the contract of [Detector], or had no time left.
type DetectorError struct {
	// Detector is the name in the detector's Info.
	Detector string
	// Turn is the index of the turn.
	Turn int
	// Err is the fault; for a panic it holds the value and the stack.
	Err error
}

func (e *DetectorError) Error() string {
	return fmt.Sprintf("escalate: detector %q: turn %d: %v", e.Detector, e.Turn, e.Err)
}

// Unwrap returns the fault.
func (e *DetectorError) Unwrap() error { return e.Err }

// PolicyError says that a policy panicked or returned an invalid verdict.
// There is no decision then: a host should treat it as a reason to hand over.
type PolicyError struct {
	// Policy is the policy's name.
	Policy string
	// Turn is the index of the turn.
	Turn int
	// Err is the fault.
	Err error
}

func (e *PolicyError) Error() string {
	return fmt.Sprintf("escalate: policy %q: turn %d: %v", e.Policy, e.Turn, e.Err)
}

// Unwrap returns the fault.
func (e *PolicyError) Unwrap() error { return e.Err }
