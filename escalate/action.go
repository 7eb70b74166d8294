package escalate

// Action is what the host should do at a customer turn.
type Action uint8

const (
	// Continue lets the bot go on. It is the zero value because doing nothing
	// is what a decision that nobody made should mean.
	Continue Action = iota
	// Offer has the bot answer and offer a human in the same breath; the
	// customer chooses.
	Offer
	// Transfer hands over now, with the [Handover] packet.
	Transfer
)

var actions = enum[Action]{what: "action", names: []string{"continue", "offer", "transfer"}}

// String returns the action as it stands in JSON.
func (a Action) String() string { return actions.name(a) }

// MarshalText implements [encoding.TextMarshaler].
func (a Action) MarshalText() ([]byte, error) { return actions.marshal(a) }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (a *Action) UnmarshalText(b []byte) error { return actions.unmarshal(a, b) }

// Priority orders the conversations that wait for a person.
type Priority uint8

const (
	// Normal is the zero value: first come, first served.
	Normal Priority = iota
	// High goes before normal ones: deadlines, legal matters.
	High
	// Urgent goes before everything: danger to people, fraud under way.
	Urgent
)

var priorities = enum[Priority]{what: "priority", names: []string{"normal", "high", "urgent"}}

// String returns the priority as it stands in JSON.
func (p Priority) String() string { return priorities.name(p) }

// MarshalText implements [encoding.TextMarshaler].
func (p Priority) MarshalText() ([]byte, error) { return priorities.marshal(p) }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *Priority) UnmarshalText(b []byte) error { return priorities.unmarshal(p, b) }

// Availability says when a person can take the conversation. It never changes
// the action: a transfer with nobody there is a transfer to a callback.
type Availability uint8

const (
	// Now means that somebody is there, or that the host did not say.
	Now Availability = iota
	// Callback means that the host said nobody is there: take the customer's
	// contact details and call back.
	Callback
)

var availabilities = enum[Availability]{what: "availability", names: []string{"now", "callback"}}

// String returns the availability as it stands in JSON.
func (a Availability) String() string { return availabilities.name(a) }

// MarshalText implements [encoding.TextMarshaler].
func (a Availability) MarshalText() ([]byte, error) { return availabilities.marshal(a) }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (a *Availability) UnmarshalText(b []byte) error { return availabilities.unmarshal(a, b) }
