package policy

import (
	"sync/atomic"

	"github.com/go-handoff/handoff/escalate"
)

// Swappable is a policy that can be replaced while engines use it. Sessions
// keep their state, and each decision carries the name, version and digest of
// the policy that made it. It is safe for concurrent use. The zero value has no
// policy: use [NewSwappable].
type Swappable struct{ now atomic.Pointer[holder] }

// holder gives atomic.Pointer a concrete type.
type holder struct{ escalate.Policy }

var _ interface {
	escalate.Policy
	Current() escalate.Policy
} = (*Swappable)(nil)

// NewSwappable returns a swappable policy that is p at first; p is not nil.
func NewSwappable(p escalate.Policy) *Swappable {
	s := &Swappable{}
	s.now.Store(&holder{p})
	return s
}

// Swap replaces the policy and returns the old one. Turns that are being judged
// keep the policy that they started with. A nil p changes nothing, for a policy
// that failed to load must not take the old one away.
func (s *Swappable) Swap(p escalate.Policy) (old escalate.Policy) {
	if p == nil {
		return s.Current()
	}
	return s.now.Swap(&holder{p}).Policy
}

// Current returns the policy of this moment. The engine asks once a turn.
func (s *Swappable) Current() escalate.Policy { return s.now.Load().Policy }

// Info implements [escalate.Policy].
func (s *Swappable) Info() escalate.PolicyInfo { return s.Current().Info() }

// Decide implements [escalate.Policy].
func (s *Swappable) Decide(v *escalate.View) escalate.Verdict { return s.Current().Decide(v) }
