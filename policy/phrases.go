package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/phrase"
)

// Detectors returns the detectors of the policy's own signals: its phrases and
// classifiers. A host gives them to its engine beside the built-in ones:
//
//	standard.New(escalate.WithPolicy(p), escalate.WithDetectors(p.Detectors()...))
//
// The slice is the caller's.
func (p *Policy) Detectors() []escalate.Detector { return slices.Clone(p.detectors) }

// Signals returns the signals that the policy names in conditions or
// exceptions, sorted. The slice is the caller's.
func (p *Policy) Signals() []escalate.Kind {
	var out []escalate.Kind
	for _, r := range p.rules {
		out = append(out, r.names...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Check says which of the policy's own signals no detector of e reports: rules
// on them would stay silent for ever. A host asks once, when it starts.
func (p *Policy) Check(e *escalate.Engine) error {
	var errs []error
	for _, k := range p.Signals() {
		known := slices.ContainsFunc(e.Detectors(), func(i escalate.Info) bool { return slices.Contains(i.Kinds, k) })
		if _, own := p.source.signals[k]; own && !known {
			errs = append(errs, fmt.Errorf("policy: %q: signal %q is reported by no detector of the engine (see Policy.Detectors)", p.info.Name, k))
		}
	}
	return errors.Join(errs...)
}

// phraseDetector reports a kind with the probability that at least one of its
// phrases means what it says, each with the weight of the lexicon, as if they
// were independent; the built-in phrases are scored likewise. Phrases that are
// negated, supposed, reported, past, asked about or quoted do not count.
// languages are those of the phrases, nil for any.
func phraseDetector(policyName string, lex *phrase.Lexicon, kinds []escalate.Kind, languages []string) escalate.Detector {
	info := escalate.Info{Name: "phrases-of-" + clipName(policyName), Version: 1, Kinds: kinds, Languages: languages,
		Doc: "The phrases that the policy " + policyName + " lists for signals of its own."}
	return escalate.NewDetector(info, func(ctx context.Context, p *escalate.Pass) error {
		t, err := detect.Text.Of(ctx, p)
		if err != nil {
			return err
		}
		scores := map[escalate.Kind]float64{}
		evidence := map[escalate.Kind][]escalate.Evidence{}
		for _, m := range lex.Match(nil, t) {
			k := escalate.Kind(m.Group)
			if m.Scope != 0 || !slices.Contains(kinds, k) {
				continue
			}
			scores[k] = 1 - (1-scores[k])*(1-m.Weight)
			evidence[k] = append(evidence[k], escalate.Evidence{Turn: p.Index(), Start: m.Start, End: m.End})
		}
		for _, k := range kinds {
			if scores[k] > 0 {
				p.Report(escalate.Signal{Kind: k, Score: escalate.Score(scores[k]), Evidence: evidence[k]})
			}
		}
		return nil
	})
}

// clipName keeps a detector's name within the 64 bytes that it may have.
func clipName(s string) string { return strings.TrimRight(s[:min(len(s), 50)], "-") }
