package phrase

import "fmt"

// A part is an item of a chain before words have numbers, or a mark of where
// the next item or the sentence may be.
type part struct {
	forms    []*form // nil for a mark
	class    int32   // of the forms, in a lexicon
	optional bool
	gap      int // words that may come before
	mark     nodeKind
}

// A spread is the sequences that a pattern stands for, one of the first factor's
// followed by one of the second's and so on. Only written out where each is
// wanted: there are hundreds of thousands in a lexicon.
type spread [][][]part

// spreadOf returns the sequences of a pattern, or what is wrong with it.
func spreadOf(n *node, scratch *scratch) (spread, string) {
	subs := []node{*n}
	if _, ok := simple(n); !ok && n.kind == seqNode {
		subs = n.subs
	}
	var s spread
	total, single := 1, false // whether the last factor is one sequence
	for i := range subs {
		var chains [][]part
		if p, ok := simple(&subs[i]); ok {
			chains = [][]part{{p}}
		} else {
			var problem string
			if chains, problem = expand(&subs[i]); problem != "" {
				return nil, problem
			}
		}
		if total *= len(chains); total > maxChains {
			return nil, tooMany()
		}
		if single && len(chains) == 1 {
			last := s[len(s)-1]
			last[0] = append(last[0], chains[0]...)
			continue
		}
		single = len(chains) == 1
		s = append(s, chains)
	}
	problem := ""
	s.each(scratch.head[:0], func(c []part) bool {
		scratch.items, _, _, problem = settle(scratch.items[:0], c)
		return problem == ""
	})
	return s, problem
}

// scratch is working memory for the sequences of one pattern after the other.
type scratch struct {
	head  [4 * maxItems]part
	items []part
}

// each calls f with each sequence behind head, which is f's until it returns,
// until f returns false.
func (s spread) each(head []part, f func([]part) bool) bool {
	if len(s) == 0 {
		return f(head)
	}
	for _, c := range s[0] {
		if !s[1:].each(append(head, c...), f) {
			return false
		}
	}
	return true
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

// settle attaches gaps to the items they come before, takes sentence marks off,
// and appends what is left to items.
func settle(items, c []part) (_ []part, start, end bool, problem string) {
	from := len(items)
	gap, gaps, anchored := 0, 0, false
	for i, p := range c {
		switch {
		case p.forms != nil:
			if end {
				return items, false, false, "$ stands at the end"
			}
			p.gap = gap
			gap = 0
			anchored = anchored || !p.optional && p.named()
			items = append(items, p)
		case p.mark == gapNode:
			if len(items) == from {
				return items, false, false, "a gap begins nothing"
			}
			if gap == 0 {
				gaps++
			}
			gap = max(gap, p.gap)
		case p.mark == startNode:
			if i != 0 {
				return items, false, false, "^ stands at the start"
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
	case len(items)-from > maxItems:
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
