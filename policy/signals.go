package policy

import "github.com/go-handoff/handoff/escalate"

// Detectors returns the detectors of the policy's own signals.
func (p *Policy) Detectors() []escalate.Detector { return nil }
