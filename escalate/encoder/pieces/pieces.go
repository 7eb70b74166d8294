// Package pieces holds the pieces of the sentence encoder: its tokenizer, the
// piece vectors, and the exit of depth 0. A host that imports this package and
// not package layers links 18 MB.
package pieces

import (
	_ "embed"
	"sync"

	"github.com/go-handoff/handoff/escalate/encoder"
)

//go:embed pieces.bin
var data string

// Data returns the file that [encoder.New] takes. It is read in place.
func Data() string { return data }

var model = sync.OnceValues(func() (*encoder.Model, error) { return encoder.New(data) })

// Model returns the model of depth 0, the same to all callers.
func Model() (*encoder.Model, error) { return model() }
