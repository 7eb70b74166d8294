package escalate

// Handover is the packet for the person who takes over: what they need to
// know before they write the first word. It marshals to JSON.
type Handover struct {
	ID           string         `json:"id"`
	Channel      string         `json:"channel,omitempty"`
	Vertical     string         `json:"vertical,omitempty"`
	Action       Action         `json:"action"`
	Priority     Priority       `json:"priority"`
	Queue        string         `json:"queue"`
	Availability Availability   `json:"availability"`
	Language     Language       `json:"language"`
	Facts        map[string]any `json:"facts,omitempty"`
	// Reasons are those of the decision, strongest first.
	Reasons []Reason `json:"reasons"`
	// Earlier are the reasons of earlier turns that no longer count but that a
	// person should know of (a worry that passed, an offer declined), oldest first.
	Earlier []Reason `json:"earlier,omitempty"`
	// Turns is the number of turns so far, Recent the latest of them, oldest first.
	Turns  int          `json:"turns"`
	Recent []RecentTurn `json:"recent"`
}

// RecentTurn is a turn in a [Handover].
type RecentTurn struct {
	Turn int    `json:"turn"`
	Role Role   `json:"role"`
	Text string `json:"text"`
}

const (
	recentTurns = 12   // what a person reads before answering
	recentBytes = 2000 // of each
)

// Handover returns the packet for the latest decision; false before the first
// customer turn. System notes and tool output are left out.
func (s *Session) Handover() (Handover, bool) {
	d := s.last
	if d == nil {
		return Handover{}, false
	}
	c := &s.reader.conv
	h := Handover{ID: c.ID, Channel: c.Channel, Vertical: c.Vertical, Action: d.Action, Priority: d.Priority, Queue: d.Queue,
		Availability: d.Availability, Language: d.Language, Facts: c.Facts, Reasons: d.Reasons, Turns: s.reader.next}
	for _, r := range s.judge.s.Causes {
		if !hasRule(d.Reasons, r.Rule) {
			h.Earlier = append(h.Earlier, r)
		}
	}
	for _, t := range s.reader.window.Turns {
		if t.Turn.Role == Customer || t.Turn.Role == Bot || t.Turn.Role == Agent {
			h.Recent = append(h.Recent, RecentTurn{Turn: t.Index, Role: t.Turn.Role, Text: clip(t.Turn.Text, recentBytes)})
		}
	}
	h.Recent = h.Recent[max(0, len(h.Recent)-recentTurns):]
	return h, true
}

func hasRule(reasons []Reason, rule string) bool {
	for _, r := range reasons {
		if r.Rule == rule {
			return true
		}
	}
	return false
}
