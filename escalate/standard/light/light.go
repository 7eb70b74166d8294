// Package light is the engine of microseconds: phrases and the encoder's piece
// vectors, no layers.
//
//	engine, err := light.New()
//
// It reports the same signals as package standard and misses more of them: what
// is said in unusual words, or in languages without a lexicon, for which its
// signals are unverified. The README has the two side by side.
package light

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/escalate/standard/internal/parts"
)

// The heads on piece vectors and phrases, learnt from detect/corpus:
// detect/recipe has the command.
//
//go:embed messages.model
var messages []byte

// New returns the light engine. Options are those of standard.New.
func New(opts ...escalate.Option) (*escalate.Engine, error) { return parts.Engine(detectors, opts) }

var detectors = sync.OnceValues(func() ([]escalate.Detector, error) {
	model, err := pieces.Model()
	if err != nil {
		return nil, err
	}
	return parts.Light(detect.NewVectors(model, 0), messages, parts.Languages())
})
