package classify

import (
	"cmp"
	"slices"
	"strings"
)

// foldsOf gives each example the part in which it is judged, from 0 to parts-1,
// by a model that learnt the other parts. No part divides a group, each has
// about as many examples and, of those without a group, about as many of every
// label. It returns 0 parts where there is no second group to judge on.
func foldsOf(examples []Example, n int) (fold []int, parts int) {
	type unit struct {
		labels  string
		members []int
	}
	var units []unit
	index := map[string]int{}
	for i := range examples {
		e := &examples[i]
		if at, ok := index[e.Group]; ok && e.Group != "" {
			units[at].members = append(units[at].members, i)
			continue
		}
		index[e.Group] = len(units)
		u := unit{members: []int{i}}
		if e.Group == "" {
			u.labels = strings.Join(e.Labels, "\x00")
		}
		units = append(units, u)
	}
	fold = make([]int, len(examples))
	if n = min(n, len(units)); n < 2 {
		return fold, 0
	}
	// The largest first, each to the part that has least: of units alike, the
	// neighbours go to different parts.
	slices.SortStableFunc(units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), cmp.Compare(a.labels, b.labels))
	})
	size := make([]int, n)
	for _, u := range units {
		to := 0
		for f := range size {
			if size[f] < size[to] {
				to = f
			}
		}
		size[to] += len(u.members)
		for _, i := range u.members {
			fold[i] = to
		}
	}
	return fold, n
}
