package detect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

// What is mockery in one language is laughter in another, and people change
// their language in the middle of a conversation.
func TestPhrasesOfTheWritersLanguage(t *testing.T) {
	de, err := phrase.Parse("de.txt", []byte("language: de\n[emotion.frustration strong]\njaja\n[request.human strong]\neinen menschen sprechen\n"))
	require.NoError(t, err)
	es, err := phrase.Parse("es.txt", []byte("language: es\n[request.human strong]\nuna persona\n"))
	require.NoError(t, err)
	l, err := phrase.Compile(de, es)
	require.NoError(t, err)
	ph := detect.NewPhrases(l)

	for _, c := range []struct {
		lang, text string
		kind       escalate.Kind
		meant      bool
	}{
		{"es", "me muero de ganas jaja", escalate.EmotionFrustration, false},
		{"de", "jaja", escalate.EmotionFrustration, true},
		{"", "jaja", escalate.EmotionFrustration, true},
		{"sv", "jaja", escalate.EmotionFrustration, true}, // a language without phrases
		{"es-MX", "jaja con una persona", escalate.EmotionFrustration, false},
		{"es-MX", "jaja con una persona", escalate.RequestHuman, true},
		{"es", "ich will einen Menschen sprechen", escalate.RequestHuman, true},
	} {
		assert.Equal(t, c.meant, detect.Meant(ph.Find(text.New(c.text), c.lang), string(c.kind)) > 0, "%s: %s", c.lang, c.text)
	}
}
