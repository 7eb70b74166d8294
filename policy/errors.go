package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Error is one mistake in a policy file, with its place.
type Error struct {
	// File is the name that the file was loaded under.
	File string
	// Line and Col count from 1; Col counts bytes. Both are 0 where a mistake
	// has no place in the file.
	Line, Col int
	// Rule is the id of the rule at fault, if it is in one.
	Rule string
	// Field is the dotted path of the field at fault, for instance "then.action".
	Field string
	// Msg says what is wrong.
	Msg string
	// Hint says what may have been meant; often empty.
	Hint string
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", e.Line, e.Col)
	}
	b.WriteString(" ")
	if e.Rule != "" {
		fmt.Fprintf(&b, "rule %q: ", e.Rule)
	}
	if e.Field != "" {
		fmt.Fprintf(&b, "%s: ", e.Field)
	}
	b.WriteString(e.Msg)
	if e.Hint != "" {
		fmt.Fprintf(&b, " (%s)", e.Hint)
	}
	return b.String()
}

// Errors are all the mistakes in a policy file, in the order of their places.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find an [*Error].
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, x := range e {
		out[i] = x
	}
	return out
}

// didYouMean returns a hint with the candidate nearest to word, or "" if none
// is near.
func didYouMean(word string, candidates []string) string {
	best, at := 3, ""
	if len(word) <= 4 {
		best = 2
	}
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := distance(word, c, best); d < best {
			best, at = d, c
		}
	}
	if at == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", at)
}

// distance is the number of edits (a swap of neighbours is one) from a to b,
// or limit if it is not less.
func distance(a, b string, limit int) int {
	if len(a) > 64 || len(b) > 64 || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var two []int
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur := make([]int, len(b)+1)
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], two[j-2]+1)
			}
		}
		two, prev = prev, cur
	}
	return min(prev[len(b)], limit)
}
