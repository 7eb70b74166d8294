package escalate

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// Snapshot is a session as bytes, to be kept in a key-value store and restored
// in another process. It is bounded however long the conversation is, opaque,
// and holds words of the customer: store it as you store those.
type Snapshot []byte

// snapshotVersion changes with the layout of saved, and with the meaning of
// anything in it.
const snapshotVersion = 1

// maxState bounds the JSON of a detector's state.
const maxState = 64 << 10

type saved struct {
	Version   int          `json:"version"`
	Conv      Conversation `json:"conversation"`
	Detectors []savedState `json:"detectors"`
	Window    window       `json:"window"`
	Next      int          `json:"next"`
	Language  Language     `json:"language"`
	Time      time.Time    `json:"time,omitzero"`
	Judge     judgeState   `json:"judge"`
	Last      *Decision    `json:"last,omitempty"`
}

type savedState struct {
	Name    string          `json:"name"`
	Version int             `json:"version"`
	State   json.RawMessage `json:"state,omitempty"`
}

// Snapshot returns the session as bytes. The error names a detector whose
// state does not marshal or is larger than 64 KiB.
func (s *Session) Snapshot() (Snapshot, error) {
	r := s.reader
	out := saved{Version: snapshotVersion, Conv: r.conv, Window: r.window, Next: r.next, Language: r.language,
		Time: r.lastTime, Judge: s.judge.s, Last: s.last}
	for i, d := range r.e.detectors {
		state := savedState{Name: d.info.Name, Version: d.info.Version}
		if r.states[i] != nil {
			b, err := json.Marshal(r.states[i])
			if err != nil {
				return nil, fmt.Errorf("escalate: detector %q: state: %w", d.info.Name, err)
			}
			if len(b) > maxState {
				return nil, fmt.Errorf("escalate: detector %q: state of %d bytes, more than %d", d.info.Name, len(b), maxState)
			}
			state.State = b
		}
		out.Detectors = append(out.Detectors, state)
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("escalate: snapshot: %w", err)
	}
	return b, nil
}

// Restore continues a session. The engine must have the detectors that the
// snapshot was taken with, in the same versions; the policy may be another.
// The error wraps [ErrSnapshot].
func (e *Engine) Restore(b Snapshot) (*Session, error) {
	var in saved
	if err := json.Unmarshal(b, &in); err != nil {
		return nil, fmt.Errorf("escalate: %w: %w", ErrSnapshot, err)
	}
	fault := func(format string, args ...any) error {
		return fmt.Errorf("escalate: %w: "+format, append([]any{ErrSnapshot}, args...)...)
	}
	if in.Version != snapshotVersion {
		return nil, fault("version %d, want %d", in.Version, snapshotVersion)
	}
	if len(in.Detectors) != len(e.detectors) {
		return nil, fault("%d detectors, want %d", len(in.Detectors), len(e.detectors))
	}
	r, err := e.Reader(in.Conv)
	if err != nil {
		return nil, fault("%w", err)
	}
	r.window, r.next, r.language, r.lastTime = in.Window, in.Next, in.Language, in.Time
	for i := range r.window.Turns {
		r.window.bytes += len(r.window.Turns[i].Turn.Text)
	}
	for i, d := range e.detectors {
		got := in.Detectors[i]
		if got.Name != d.info.Name || got.Version != d.info.Version {
			return nil, fault("detector %q version %d, want %q version %d", got.Name, got.Version, d.info.Name, d.info.Version)
		}
		stateful, ok := d.Detector.(Stateful)
		if !ok {
			continue
		}
		if r.states[i], err = decodeState(stateful, got.State); err != nil {
			return nil, fault("%w", err)
		}
	}
	return &Session{reader: r, judge: &Judge{policy: e.policy, conv: r.conv, s: in.Judge}, last: in.Last}, nil
}

func decodeState(s Stateful, b []byte) (any, error) {
	v := s.NewState()
	if reflect.ValueOf(v).Kind() != reflect.Pointer {
		return nil, fmt.Errorf("detector %q: state is %T, not a pointer", s.Info().Name, v)
	}
	if err := json.Unmarshal(b, v); err != nil {
		return nil, fmt.Errorf("detector %q: state: %w", s.Info().Name, err)
	}
	return v, nil
}
