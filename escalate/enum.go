package escalate

import (
	"fmt"
	"strings"
)

// enum holds the words of a small enumeration, indexed by value; an empty
// word is a value that does not exist.
type enum[T ~uint8] struct {
	what  string
	names []string
}

func (e enum[T]) has(v T) bool { return int(v) < len(e.names) && e.names[v] != "" }

func (e enum[T]) name(v T) string {
	if e.has(v) {
		return e.names[v]
	}
	return fmt.Sprintf("%s(%d)", e.what, uint8(v))
}

func (e enum[T]) marshal(v T) ([]byte, error) {
	if !e.has(v) {
		return nil, fmt.Errorf("escalate: invalid %s %d", e.what, uint8(v))
	}
	return []byte(e.names[v]), nil
}

func (e enum[T]) unmarshal(v *T, b []byte) error {
	for i, n := range e.names {
		if n != "" && n == string(b) {
			*v = T(i)
			return nil
		}
	}
	words := make([]string, 0, len(e.names))
	for _, n := range e.names {
		if n != "" {
			words = append(words, n)
		}
	}
	return fmt.Errorf("unknown %s %q (want %s)", e.what, clip(string(b), 40), strings.Join(words, ", "))
}

// clip shortens s to at most n bytes for a message, on a rune boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:floorRune(s, n)] + "…"
}
