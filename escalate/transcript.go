package escalate

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Conversation is what the host knows of a conversation beside its turns. The
// zero value is valid: nothing is known.
type Conversation struct {
	// ID is copied into every decision.
	ID string `json:"id,omitempty"`
	// Channel is the host's name of the channel, for instance "line" or "web".
	Channel string `json:"channel,omitempty"`
	// Vertical is the host's trade; "ecommerce", "healthcare" and "finance"
	// are known to the preset policies.
	Vertical string `json:"vertical,omitempty"`
	// BotLanguages are the languages that the bot serves, as BCP 47 tags. Nil
	// means unknown, not none.
	BotLanguages []string `json:"bot_languages,omitempty"`
	// Facts are the host's own facts for policies: strings, booleans, numbers
	// and lists or maps of them. The fact agents_online = 0, or
	// agents_available = false, makes decisions say "callback".
	Facts map[string]any `json:"facts,omitempty"`
}

// Turn is one message.
type Turn struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
	// Time is when the turn was sent; zero where unknown.
	Time time.Time `json:"time,omitzero"`
	// Lang is the host's hint at the language of Text, a BCP 47 tag.
	Lang string `json:"lang,omitempty"`
	// Confidence is the bot's own confidence in its turn, in [0, 1]; nil where
	// the host does not say.
	Confidence *float64 `json:"confidence,omitempty"`
	// Fallback is true where the bot says itself that it did not understand.
	Fallback bool `json:"fallback,omitempty"`
}

// Transcript is a conversation with its turns in order. The zero Transcript is
// empty; it decodes, but there is nothing to decide.
type Transcript struct {
	Conversation
	Turns []Turn `json:"turns"`
}

// UnmarshalJSON decodes a transcript strictly where it matters: an unknown
// role, a missing role or text, or a wrong type is an error that names the
// turn and the field. Fields that the format does not know are ignored, for
// hosts have their own.
func (t *Transcript) UnmarshalJSON(b []byte) error {
	var outer struct {
		Conversation
		Turns []json.RawMessage `json:"turns"`
	}
	if err := json.Unmarshal(b, &outer); err != nil {
		return fmt.Errorf("escalate: transcript: %w", plainJSON(err))
	}
	out := Transcript{Conversation: outer.Conversation, Turns: make([]Turn, len(outer.Turns))}
	for i, raw := range outer.Turns {
		if err := out.Turns[i].decode(raw); err != nil {
			return &InputError{ID: out.ID, Turn: i, Err: err}
		}
	}
	*t = out
	return nil
}

func (t *Turn) decode(raw json.RawMessage) error {
	// The aliases shadow the fields whose presence matters.
	type plain Turn
	in := struct {
		*plain
		Role *string `json:"role"`
		Text *string `json:"text"`
	}{plain: (*plain)(t)}
	if err := json.Unmarshal(raw, &in); err != nil {
		return plainJSON(err)
	}
	switch {
	case in.Role == nil:
		return fmt.Errorf("role is missing")
	case in.Text == nil:
		return fmt.Errorf("text is missing")
	}
	t.Text = *in.Text
	if err := t.Role.UnmarshalText([]byte(*in.Role)); err != nil {
		return fmt.Errorf("role: %w", err)
	}
	return t.validate()
}

// validate checks what JSON cannot get wrong but a Go host can.
func (t *Turn) validate() error {
	if !t.Role.valid() {
		return fmt.Errorf("role: invalid %v", t.Role)
	}
	if c := t.Confidence; c != nil && !(*c >= 0 && *c <= 1) {
		return fmt.Errorf("confidence: %v outside [0,1]", *c)
	}
	return nil
}

// plainJSON says a decoding error in the words of the format, not of Go.
func plainJSON(err error) error {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		field := typ.Field[strings.LastIndexByte(typ.Field, '.')+1:]
		if field == "" {
			return fmt.Errorf("want an object, got %s", typ.Value)
		}
		return fmt.Errorf("%s: want %s, got %s", field, jsonWord(typ.Type.String()), typ.Value)
	}
	return err
}

func jsonWord(goType string) string {
	switch strings.TrimLeft(goType, "*") {
	case "string":
		return "a string"
	case "bool":
		return "true or false"
	case "float64":
		return "a number"
	case "[]string", "[]json.RawMessage":
		return "a list"
	default:
		return "an object"
	}
}

// normalize checks a conversation and returns a copy that shares nothing with
// the host's, its facts reduced to the types of JSON.
func (c Conversation) normalize() (Conversation, error) {
	langs := c.BotLanguages
	if langs != nil {
		c.BotLanguages = make([]string, len(langs))
	}
	for i, tag := range langs {
		tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
		if !languageTag(tag) {
			return c, fmt.Errorf("bot_languages[%d]: %q is no BCP 47 tag", i, clip(langs[i], 40))
		}
		c.BotLanguages[i] = tag
	}
	facts := make(map[string]any, len(c.Facts))
	for name, v := range c.Facts {
		n, err := normalizeFact(v, 0)
		if err != nil {
			return c, fmt.Errorf("fact %q: %w", clip(name, 40), err)
		}
		facts[name] = n
	}
	c.Facts = facts
	return c, nil
}

// maxFactDepth bounds the nesting of a fact; policies look two levels down.
const maxFactDepth = 8

func normalizeFact(v any, depth int) (any, error) {
	if depth > maxFactDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxFactDepth)
	}
	switch v := v.(type) {
	case nil, string, bool:
		return v, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%v is no number of JSON", v)
		}
		return v, nil
	case float32:
		return normalizeFact(float64(v), depth)
	case int:
		return float64(v), nil
	case int32:
		return float64(v), nil
	case int64:
		return float64(v), nil
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return nil, err
		}
		return f, nil
	case []string:
		out := make([]any, len(v))
		for i, s := range v {
			out[i] = s
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			n, err := normalizeFact(e, depth+1)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			out[i] = n
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			n, err := normalizeFact(e, depth+1)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", clip(k, 40), err)
			}
			out[k] = n
		}
		return out, nil
	default:
		return nil, fmt.Errorf("type %T (want a string, bool, number, list or map)", v)
	}
}

// languageTag reports whether s has the form of a BCP 47 tag. Whether it names
// a language is for the language detector to say.
func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for j := range len(part) {
			c := part[j]
			alpha := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !alpha && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
