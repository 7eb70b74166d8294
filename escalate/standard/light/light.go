// Package light is the engine of microseconds: n-grams, phrases and the
// encoder's piece vectors, no layers.
//
//	engine, err := light.New()
//
// It reports the same signals as package standard and misses more of them: what
// is said in unusual words above all. The README has the two side by side. Its heads learnt from detect/corpus and
// from plain messages of BANKING77, CLINC150, HWU64 and NLU++ (CC BY).
package light

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/escalate/standard/internal/parts"
)

// The heads on n-grams, piece vectors and phrases, learnt from detect/corpus:
// detect/recipe has the command.
//
//go:embed messages.model
var messages []byte

// Languages are those that the message detectors know, as BCP 47 tags; the least
// of them reaches macro-F1 0.46 on the kept batches of the corpus
// (standard/internal/quality -light). The slice is the caller's.
func Languages() []string { return parts.Languages() }

// New returns the light engine. Options are those of standard.New.
func New(opts ...escalate.Option) (*escalate.Engine, error) { return parts.Engine(detectors, opts) }

var detectors = sync.OnceValues(func() ([]escalate.Detector, error) {
	model, err := pieces.Model()
	if err != nil {
		return nil, err
	}
	return parts.Light(detect.NewVectors(model, 0), messages)
})
