package text_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-handoff/handoff/escalate/text"
)

// TestDoc holds the package comment to its word.
func TestDoc(t *testing.T) {
	x := text.New("PLEEEASE let me talk to an аg3nt&#33;")
	assert.Equal(t, "pleeease let me talk to an ag3nt!", x.Folded())
	assert.Equal(t, []string{"please", "pleease"}, x.Words()[0].Alt)
	assert.Equal(t, []string{"agent"}, x.Words()[6].Alt)
	start, end := x.RawSpan(0, 8)
	assert.Equal(t, "PLEEEASE", x.Raw()[start:end])
}
