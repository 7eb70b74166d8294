package escalatetest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// Chat is a parsed .chat file.
type Chat struct {
	// Name is the name given to ParseChat.
	Name string
	// Transcript is the conversation; its ID is Name unless the file says another.
	Transcript escalate.Transcript
	// Lines are the line numbers of the turns, parallel to Transcript.Turns.
	Lines []int
	// Wants are the expectations at each turn, by its index.
	Wants map[int][]Want
}

// Want is one expectation.
type Want struct {
	// Line is its line in the file.
	Line int
	// Nothing is the expectation of no signal and no action.
	Nothing bool
	// Kind is the signal expected; "" for a decision.
	Kind escalate.Kind
	// Low and High bound the signal's score.
	Low, High escalate.Score
	// Quote is the evidence expected exactly; "" for any.
	Quote string
	// Action and Priority are the decision's.
	Action   escalate.Action
	Priority escalate.Priority
	// Queue and Rule are expected where not "".
	Queue, Rule string
}

// ParseChat parses a .chat file; name is for messages. The error is
// name:line:col: problem.
func ParseChat(name string, data []byte) (*Chat, error) {
	p := &chatParser{chat: &Chat{Name: name, Wants: map[int][]Want{}, Transcript: escalate.Transcript{Conversation: escalate.Conversation{ID: name}}}}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for i, line := range strings.Split(text, "\n") {
		p.line = i + 1
		if err := p.parse(strings.TrimSuffix(line, "\r")); err != nil {
			return nil, err
		}
	}
	if len(p.chat.Transcript.Turns) == 0 {
		return nil, fmt.Errorf("%s:1:1: no turn in the file", name)
	}
	return p.chat, nil
}

type chatParser struct {
	chat *Chat
	line int
}

func (p *chatParser) errorf(col int, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", p.chat.Name, p.line, col, fmt.Sprintf(format, args...))
}

func (p *chatParser) parse(line string) error {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || trimmed[0] == '#' {
		return nil
	}
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	head, rest, ok := strings.Cut(line[indent:], ":")
	switch {
	case !ok:
		return p.errorf(indent+1, "want NAME: VALUE, got %q", trimmed)
	case indent > 0:
		if strings.TrimSpace(head) != "want" {
			return p.errorf(indent+1, "an indented line is a want:, got %q", head)
		}
		return p.want(strings.TrimSpace(rest), indent+len(head)+2)
	}
	name, attrs, hasAttrs := strings.Cut(head, "{")
	if hasAttrs { // a colon may stand inside the braces
		var closed bool
		attrs, rest, closed = strings.Cut(line[len(name)+1:], "}")
		if !closed || !strings.HasPrefix(strings.TrimSpace(rest), ":") {
			return p.errorf(len(name)+1, "want ROLE {FIELD, ...}: TEXT")
		}
		_, rest, _ = strings.Cut(rest, ":")
	}
	var role escalate.Role
	if err := role.UnmarshalText([]byte(strings.TrimSpace(name))); err == nil {
		turn := escalate.Turn{Role: role, Text: strings.TrimPrefix(rest, " ")}
		if hasAttrs {
			if err := p.attrs(&turn, attrs, len(name)+2); err != nil {
				return err
			}
		}
		p.chat.Transcript.Turns = append(p.chat.Transcript.Turns, turn)
		p.chat.Lines = append(p.chat.Lines, p.line)
		return nil
	}
	if len(p.chat.Transcript.Turns) > 0 || hasAttrs {
		return p.errorf(1, "unknown role %q (want customer, bot, agent, system, tool)", strings.TrimSpace(name))
	}
	return p.field(strings.TrimSpace(head), strings.TrimSpace(rest))
}

func (p *chatParser) field(name, value string) error {
	c := &p.chat.Transcript.Conversation
	if fact, ok := strings.CutPrefix(name, "fact "); ok {
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			v = value
		}
		if c.Facts == nil {
			c.Facts = map[string]any{}
		}
		c.Facts[strings.TrimSpace(fact)] = v
		return nil
	}
	switch name {
	case "id":
		c.ID = value
	case "channel":
		c.Channel = value
	case "vertical":
		c.Vertical = value
	case "bot_languages":
		for tag := range strings.SplitSeq(value, ",") {
			c.BotLanguages = append(c.BotLanguages, strings.TrimSpace(tag))
		}
	default:
		return p.errorf(1, "unknown field or role %q", name)
	}
	return nil
}

func (p *chatParser) attrs(t *escalate.Turn, attrs string, col int) error {
	for attr := range strings.SplitSeq(attrs, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(attr), " ")
		value = strings.TrimSpace(value)
		switch name {
		case "fallback":
			t.Fallback = true
		case "confidence":
			c, err := strconv.ParseFloat(value, 64)
			if err != nil || !(c >= 0 && c <= 1) {
				return p.errorf(col, "confidence %q is no number from 0 to 1", value)
			}
			t.Confidence = &c
		case "lang":
			t.Lang = value
		case "time":
			if err := t.Time.UnmarshalText([]byte(value)); err != nil {
				return p.errorf(col, "time %q: %v", value, err)
			}
		default:
			return p.errorf(col, "unknown field %q (want fallback, confidence, lang, time)", name)
		}
	}
	return nil
}

func (p *chatParser) want(s string, col int) error {
	at := len(p.chat.Transcript.Turns) - 1
	if at < 0 || p.chat.Transcript.Turns[at].Role != escalate.Customer {
		return p.errorf(col, "an expectation stands under a customer turn")
	}
	w := Want{Line: p.line}
	word, rest, _ := strings.Cut(s, " ")
	rest = strings.TrimSpace(rest)
	var err error
	switch {
	case s == "nothing":
		w.Nothing = true
	case strings.Contains(word, "."):
		w.Kind = escalate.Kind(word)
		if !w.Kind.Valid() {
			return p.errorf(col, "%q is no signal", word)
		}
		err = p.signal(&w, rest, col)
	default:
		if uerr := w.Action.UnmarshalText([]byte(word)); uerr != nil {
			return p.errorf(col, "want an action, a signal or nothing, got %q", word)
		}
		err = p.decision(&w, strings.Fields(rest), col)
	}
	if err != nil {
		return err
	}
	p.chat.Wants[at] = append(p.chat.Wants[at], w)
	return nil
}

func (p *chatParser) decision(w *Want, words []string, col int) error {
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case (word == "queue" || word == "rule") && i+1 < len(words):
			if i++; word == "queue" {
				w.Queue = words[i]
			} else {
				w.Rule = words[i]
			}
		default:
			if err := w.Priority.UnmarshalText([]byte(word)); err != nil {
				return p.errorf(col, "%v, queue NAME or rule ID", err)
			}
		}
	}
	return nil
}

func (p *chatParser) signal(w *Want, rest string, col int) error {
	w.Low, w.High = 0.5, 1
	if rest != "" && rest[0] != '"' {
		bounds, after, _ := strings.Cut(rest, " ")
		low, high, ok := strings.Cut(bounds, "..")
		l, err1 := strconv.ParseFloat(low, 64)
		h, err2 := strconv.ParseFloat(high, 64)
		if !ok || err1 != nil || err2 != nil || !(0 <= l && l <= h && h <= 1) {
			return p.errorf(col, "want LOW..HIGH from 0 to 1, got %q", bounds)
		}
		w.Low, w.High, rest = escalate.Score(l), escalate.Score(h), strings.TrimSpace(after)
	}
	if rest != "" {
		if len(rest) < 3 || rest[0] != '"' || rest[len(rest)-1] != '"' {
			return p.errorf(col, "want \"QUOTE\", got %s", rest)
		}
		w.Quote = rest[1 : len(rest)-1] // taken as it stands: a quote inside needs no escape
	}
	return nil
}
