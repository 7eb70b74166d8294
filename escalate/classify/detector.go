package classify

import (
	"context"
	"fmt"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/text"
)

// minExplained is the score from which a detector points at words: below it no
// policy acts, and the words mean little.
const minExplained = 0.2

// Detector returns a detector that reports what the model finds in the
// customer's turns. info.Kinds are those of the labels that it reports, nil for
// all; labels are kinds of the host's own, such as "acme.cancel", or built-in
// ones. A turn without a letter or an emoji carries nothing.
//
// It encodes the turn itself. An engine that has the encoder's vectors already
// shares them through detect.NewClassifier, which takes [TextModel.Model].
//
// The error names the kind that is no label, or the label that is no kind.
func (m *TextModel) Detector(info escalate.Info) (escalate.Detector, error) {
	if m.model == nil {
		return nil, errZero
	}
	if info.Kinds == nil {
		for _, l := range m.model.config.Labels {
			info.Kinds = append(info.Kinds, escalate.Kind(l))
		}
	}
	wanted := map[string]bool{}
	for _, k := range info.Kinds {
		if !k.Valid() {
			return nil, fmt.Errorf("classify: label %q: no kind of signal", k)
		}
		wanted[string(k)] = true
	}
	known := 0
	for _, l := range m.model.config.Labels {
		if wanted[l] {
			known++
		}
	}
	if known < len(wanted) {
		return nil, fmt.Errorf("classify: kinds %q, and the model has labels %q", info.Kinds, m.model.config.Labels)
	}
	return escalate.NewDetector(info, func(_ context.Context, p *escalate.Pass) error {
		t := text.New(p.Text())
		if !says(t) {
			return nil // a model has a score for nothing too, and it is no finding
		}
		found, err := m.find(t, minExplained)
		if err != nil {
			return err
		}
		for _, f := range found {
			if !wanted[f.Label] {
				continue
			}
			s := escalate.Signal{Kind: escalate.Kind(f.Label), Score: escalate.Score(f.Score)}
			if f.Start < f.End {
				s.Evidence = []escalate.Evidence{{Turn: p.Index(), Start: f.Start, End: f.End}}
			}
			p.Report(s)
		}
		return nil
	}), nil
}

// says reports whether a text has a word.
func says(t *text.Text) bool {
	for i := range t.Words() {
		if k := t.Words()[i].Kind; k == text.Letters || k == text.Emoji {
			return true
		}
	}
	return false
}
