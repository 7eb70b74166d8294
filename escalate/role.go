package escalate

// Role says who spoke a [Turn]. Role(0) is invalid, so that a forgotten field
// is an error and not a customer.
type Role uint8

const (
	// Customer is the person the firm serves. Decisions are made at the
	// customer's turns only.
	Customer Role = iota + 1
	// Bot is the software that answers; a host's LLM agent is a bot.
	Bot
	// Agent is a human of the firm.
	Agent
	// System is a note of the host's platform. It is never read as words of
	// the customer or the bot.
	System
	// Tool is the output of a tool that the bot called. It is never read as
	// words of the customer or the bot.
	Tool
)

var roles = enum[Role]{what: "role", names: []string{
	Customer: "customer", Bot: "bot", Agent: "agent", System: "system", Tool: "tool"}}

// String returns the role as it stands in JSON, or Role(n) for an invalid one.
func (r Role) String() string { return roles.name(r) }

// MarshalText implements [encoding.TextMarshaler]; an invalid role is an error.
func (r Role) MarshalText() ([]byte, error) { return roles.marshal(r) }

// UnmarshalText implements [encoding.TextUnmarshaler]; an unknown role is an error.
func (r *Role) UnmarshalText(b []byte) error { return roles.unmarshal(r, b) }

func (r Role) valid() bool { return roles.has(r) }
