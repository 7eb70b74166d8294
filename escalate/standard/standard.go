// Package standard is the engine with everything built in.
//
//	engine, err := standard.New()
//
// It adds nothing that cannot be written by hand: the language detector of
// package langdetect, the detectors of packages detect and sentiment on the
// sentence encoder, and the policy "balanced" of policy/presets. Package light,
// beside it, is the engine of microseconds.
//
// # Cost
//
// The first call of New unpacks the encoder and compiles the phrases: some 0.4 s
// and 210 MB; later calls share them. A turn of the customer or the bot costs one
// pass of the encoder, 3 to 10 ms for a short message on one core; see the
// benchmarks. Of a bot's long turn the beginning and the end are heard.
//
// # Sources
//
// The models learnt from detect/corpus, which is this project's own, and beside
// it from parts of BANKING77 (PolyAI, CC BY 4.0), CLINC150 (CC BY 3.0), HWU64 (CC
// BY 4.0), GoEmotions (Google, CC BY 4.0), BRIGHTER (CC BY 4.0), XED (CC BY 4.0),
// MultiDoGO (CDLA-Permissive), STAR and tau-bench (MIT). None of their text
// ships. The encoder is multilingual-e5-small (MIT).
package standard

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/standard/internal/parts"
)

// Layers 6 to 11 of the encoder, tuned on detect/corpus, and the linear head on
// them: detect/recipe.
var (
	//go:embed tuned.stack
	stack string
	//go:embed tuned.head
	head string
)

// What makes probabilities of the head's outputs and of phrases, learnt from
// messages that the layers were not tuned on: detect/recipe has the command.
//
//go:embed messages.weights
var weights string

// Languages are those that the message detectors know, as BCP 47 tags. The
// slice is the caller's.
func Languages() []string { return parts.Languages() }

// New returns the standard engine. Options add detectors, which run after the
// built-in ones, or replace the policy. Engines share their detectors, which are
// made once.
func New(opts ...escalate.Option) (*escalate.Engine, error) { return parts.Engine(detectors, opts) }

var detectors = sync.OnceValues(func() ([]escalate.Detector, error) {
	model, err := layers.Model()
	if err != nil {
		return nil, err
	}
	tuned, err := detect.NewTuned(model, stack, head)
	if err != nil {
		return nil, err
	}
	return parts.Standard(tuned, weights)
})

// WithTopics lists what the host's bot knows, each topic with a few example
// questions in any language; a customer's question far from all of them raises
// complexity.out_of_scope. It costs a pass of the encoder's own layers at each
// customer turn. The error says which topic has too little.
func WithTopics(topics ...detect.Topic) (escalate.Option, error) {
	model, err := layers.Model()
	if err != nil {
		return nil, err
	}
	d, err := detect.OutOfScope(detect.NewVectors(model, model.Layers()), topics)
	if err != nil {
		return nil, err
	}
	return escalate.WithDetectors(d), nil
}
