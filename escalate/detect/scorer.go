package detect

import (
	"context"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/text"
)

// Text is the turn's text, folded once for every detector that asks.
var Text = escalate.NewResource("text", func(_ context.Context, p *escalate.Pass) (*text.Text, error) {
	return text.New(p.Text()), nil
})

// A Scorer estimates what a customer message carries, all kinds at once. It is
// immutable and safe for concurrent use, and computes a message once however
// many detectors ask.
type Scorer interface {
	// Scores returns the signals of the pass's turn, by kind, with evidence in
	// that turn. A kind that is missing scored 0. The map is shared: read only.
	Scores(ctx context.Context, p *escalate.Pass) (map[escalate.Kind]escalate.Signal, error)
	// Languages are those that the scorer knows, as BCP 47 tags; nil for all.
	Languages() []string
}

// message is a detector that reports a scorer's judgement of its kinds.
type message struct {
	scorer Scorer
	info   escalate.Info
}

// NewMessage returns a message detector for kinds of a host's own, or for
// built-in ones under another name: it reports what s says of info.Kinds.
// Where info gives no languages, they are the scorer's.
func NewMessage(s Scorer, info escalate.Info) escalate.Detector {
	if info.Languages == nil {
		info.Languages = s.Languages()
	}
	return &message{s, info}
}

func (d *message) Info() escalate.Info { return d.info }

func (d *message) Detect(ctx context.Context, p *escalate.Pass) error {
	scores, err := d.scorer.Scores(ctx, p)
	if err != nil {
		return err
	}
	for _, k := range d.info.Kinds {
		if s, ok := scores[k]; ok && s.Score > 0 {
			p.Report(s)
		}
	}
	return nil
}
