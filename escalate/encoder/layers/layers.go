// Package layers holds the layers of the sentence encoder, 13 MB beside the 18 MB
// of package pieces.
package layers

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
)

//go:embed layers.bin
var data string

// Data returns the file that [encoder.Layers] takes.
func Data() string { return data }

var model = sync.OnceValues(func() (*encoder.Model, error) {
	return encoder.New(pieces.Data(), encoder.Layers(data))
})

// Model returns the model of all depths, the same to all callers. The first
// call unpacks it: some 50 ms and 22 MB.
func Model() (*encoder.Model, error) { return model() }
