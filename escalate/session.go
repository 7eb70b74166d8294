package escalate

import "context"

// A Session takes the turns of one conversation one by one. A new turn costs
// the same however long the conversation is, and gives the same decision, byte
// for byte, as evaluating the transcript up to it anew. It is for one
// goroutine at a time; sessions of one engine are independent.
type Session struct {
	reader *Reader
	judge  *Judge
	last   *Decision
}

// NewSession starts a conversation. The error is an [*InputError].
func (e *Engine) NewSession(c Conversation) (*Session, error) {
	r, err := e.Reader(c)
	if err != nil {
		return nil, err
	}
	return &Session{reader: r, judge: &Judge{policy: e.policy, conv: r.conv}}, nil
}

// Add takes the next turn. It returns the decision at a customer turn, and nil
// at any other. The errors are those of [Engine.Evaluate]; a turn that is
// refused with an [*InputError] is not part of the conversation.
func (s *Session) Add(ctx context.Context, t Turn) (*Decision, error) {
	r, err := s.reader.Read(ctx, t)
	if err != nil {
		return nil, err
	}
	d, err := s.judge.Judge(r)
	if d != nil {
		s.last = d
	}
	return d, err
}

// Len returns the number of turns so far.
func (s *Session) Len() int { return s.reader.next }

// SetFacts replaces the host's facts from the next turn on, for facts that
// change, such as the number of agents online. The error is an [*InputError].
func (s *Session) SetFacts(facts map[string]any) error {
	if err := s.reader.SetFacts(facts); err != nil {
		return err
	}
	s.judge.conv.Facts = s.reader.conv.Facts
	return nil
}
