package sentiment_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/sentiment"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDetectorsKeepTheRules(t *testing.T) {
	lex, err := detect.Lexicon()
	require.NoError(t, err)
	for _, d := range sentiment.Detectors(detect.NewPhrases(lex)) {
		t.Run(d.Info().Name, func(t *testing.T) { assert.NoError(t, escalatetest.TestDetector(d)) })
	}
}

func TestAnalyze(t *testing.T) {
	lex, err := detect.Lexicon()
	require.NoError(t, err)
	a, err := sentiment.NewAnalyzer(detect.NewPhrases(lex))
	require.NoError(t, err)
	for message, want := range map[string]escalate.Kind{
		"you bunch of thieves, this is a disgrace":         escalate.EmotionAnger,
		"i'm fed up, this is the fourth time i'm asking":   escalate.EmotionFrustration,
		"i'm so worried the money is gone, i can't sleep":  escalate.EmotionAnxiety,
		"i'm heartbroken, cried all night over the photos": escalate.EmotionSadness,
	} {
		e, err := a.Analyze(t.Context(), message)
		require.NoError(t, err)
		kind, score := e.Strongest()
		assert.Equal(t, want, kind, message)
		assert.Greater(t, score, escalate.Score(0.5), message)
	}
	calm, err := a.Analyze(t.Context(), "which platform does the 9:40 leave from?")
	require.NoError(t, err)
	assert.Equal(t, sentiment.Emotions{}, calm)
}

func ExampleAnalyzer() {
	lex, err := detect.Lexicon()
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := sentiment.NewAnalyzer(detect.NewPhrases(lex))
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := a.Analyze(context.Background(), "how dare you, you bunch of thieves")
	if err != nil {
		fmt.Println(err)
		return
	}
	kind, _ := e.Strongest()
	fmt.Println(kind)
	// Output: emotion.anger
}
