package phrase

import "fmt"

// A part is an item of a chain before words have numbers, or a mark of where
// the next item or the sentence may be.
type part struct {
	forms    []*form // nil for a mark
	optional bool
	gap      int // words that may come before
	mark     nodeKind
}

// expand returns the sequences that a node stands for. Alternatives of one word
// stay together in one part, and a part that may be left out is marked so:
// only alternatives of several words multiply. It returns an error text when
// there are too many.
func expand(n *node) ([][]part, string) {
	if p, ok := simple(n); ok {
		return [][]part{{p}}, ""
	}
	switch n.kind {
	case optNode:
		chains, problem := expand(&n.subs[0])
		covered := false
		for i, c := range chains {
			if len(c) == 1 && c[0].forms != nil {
				chains[i] = []part{{forms: c[0].forms, optional: true}}
				covered = true
			}
			covered = covered || len(c) == 0
		}
		if !covered {
			chains = append(chains, nil)
		}
		return chains, problem
	case altNode:
		return expandAlt(n)
	}
	chains := [][]part{make([]part, 0, len(n.subs))}
	for i := range n.subs {
		if p, ok := simple(&n.subs[i]); ok {
			for k := range chains {
				chains[k] = append(chains[k], p)
			}
			continue
		}
		sub, problem := expand(&n.subs[i])
		if problem != "" {
			return nil, problem
		}
		if len(sub) == 1 {
			for k := range chains {
				chains[k] = append(chains[k], sub[0]...)
			}
			continue
		}
		if len(chains)*len(sub) > maxChains {
			return nil, tooMany()
		}
		next := make([][]part, 0, len(chains)*len(sub))
		for _, head := range chains {
			for _, tail := range sub {
				next = append(next, append(head[:len(head):len(head)], tail...))
			}
		}
		chains = next
	}
	return chains, ""
}

// simple returns the one part that a node stands for, if it does: a word, a
// mark, alternatives of words, and any of them that may be left out.
func simple(n *node) (part, bool) {
	switch n.kind {
	case wordNode:
		return part{forms: n.words}, true
	case gapNode, startNode, endNode:
		return part{mark: n.kind, gap: n.gap}, true
	case optNode:
		p, ok := simple(&n.subs[0])
		p.optional = true
		return p, ok && p.forms != nil
	case altNode:
		words := 0
		for i := range n.subs {
			if n.subs[i].kind != wordNode {
				return part{}, false
			}
			words += len(n.subs[i].words)
		}
		if words > maxSet {
			return part{}, false
		}
		forms := make([]*form, 0, words)
		for i := range n.subs {
			forms = append(forms, n.subs[i].words...)
		}
		return part{forms: forms}, true
	}
	return part{}, false
}

func tooMany() string {
	return fmt.Sprintf("stands for more than %d sequences: split the pattern, or use alternatives of one word", maxChains)
}

func expandAlt(n *node) ([][]part, string) {
	var chains [][]part
	var words []*form
	optional := false
	for i := range n.subs {
		sub, problem := expand(&n.subs[i])
		if problem != "" {
			return nil, problem
		}
		for _, c := range sub {
			if len(c) == 1 && c[0].forms != nil {
				words = append(words, c[0].forms...)
				optional = optional || c[0].optional
			} else {
				chains = append(chains, c)
			}
		}
		if len(chains) > maxChains {
			return nil, tooMany()
		}
		if len(words) > maxSet {
			return nil, fmt.Sprintf("more than %d alternatives", maxSet)
		}
	}
	if words != nil {
		chains = append([][]part{{{forms: words, optional: optional}}}, chains...)
	}
	return chains, ""
}

// settle attaches gaps to the items they come before and takes sentence marks
// off, in place.
func settle(c []part) (items []part, start, end bool, problem string) {
	gap, gaps, anchored := 0, 0, false
	items = make([]part, 0, len(c))
	for i, p := range c {
		switch {
		case p.forms != nil:
			if end {
				return nil, false, false, "$ stands at the end"
			}
			p.gap = gap
			gap = 0
			anchored = anchored || !p.optional && p.named()
			items = append(items, p)
		case p.mark == gapNode:
			if len(items) == 0 {
				return nil, false, false, "a gap begins nothing"
			}
			if gap == 0 {
				gaps++
			}
			gap = max(gap, p.gap)
		case p.mark == startNode:
			if i != 0 {
				return nil, false, false, "^ stands at the start"
			}
			start = true
		case p.mark == endNode:
			end = true
		}
	}
	switch {
	case gap > 0:
		problem = "a gap ends nothing"
	case gaps > maxGaps:
		problem = fmt.Sprintf("more than %d gaps", maxGaps)
	case len(items) > maxItems:
		problem = fmt.Sprintf("more than %d words", maxItems)
	case !anchored:
		problem = "every word can be left out: nothing to look for"
	}
	return items, start, end, problem
}

// named reports whether the part is of words, not of any word at all.
func (p *part) named() bool {
	for _, f := range p.forms {
		if f.mode == builtinMode && f.folded == "any" {
			return false
		}
	}
	return true
}

// A proto is a chain of a source.
type proto struct {
	pattern    int
	items      []part
	start, end bool
}

// protos returns the chains of a pattern, or what is wrong with it.
func protos(n *node, pattern int) ([]proto, string) {
	chains, problem := expand(n)
	if problem != "" {
		return nil, problem
	}
	out := make([]proto, 0, len(chains))
	for _, c := range chains {
		items, start, end, problem := settle(c)
		if problem != "" {
			return nil, problem
		}
		out = append(out, proto{pattern, items, start, end})
	}
	return out, ""
}
