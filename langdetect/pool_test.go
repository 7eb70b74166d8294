package langdetect_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/go-handoff/handoff/langdetect"
)

func TestPoolGathersEvidence(t *testing.T) {
	var p langdetect.Pool
	assert.Equal(t, langdetect.Und(), p.Result())
	for _, s := range []string{"ok", "hi", "12345"} {
		p.Add(langdetect.Detect(s))
	}
	assert.False(t, p.Result().Known(), "neutral messages are no evidence")
	alone := langdetect.Detect("moja paczka")
	p.Add(alone)
	p.Add(langdetect.Detect("gdzie ona jest"))
	p.Add(langdetect.Detect("czekam dwa tygodnie"))
	r := p.Result()
	assert.Equal(t, "pl", r.Tag)
	assert.Greater(t, r.Confidence, alone.Confidence)
	assert.Less(t, r.LowResource, 0.1)
	p.Add(langdetect.Detect("ok"))
	assert.Equal(t, "pl", p.Result().Tag, "a neutral message changes nothing")
}

func TestPoolOfOneIsTheMessage(t *testing.T) {
	for _, s := range []string{"where is my order today", "Ina son in yi magana da mutum", "đơn hàng của tôi đâu rồi"} {
		var p langdetect.Pool
		r := langdetect.Detect(s)
		p.Add(r)
		assert.Equal(t, r.Tag, p.Result().Tag)
		assert.InDelta(t, r.LowResource, p.Result().LowResource, 0.03, s)
	}
}

func TestPoolFollowsAChangeOfLanguage(t *testing.T) {
	var p langdetect.Pool
	for range 5 {
		p.Add(langdetect.Detect("I would like to know where my order is"))
	}
	require.Equal(t, "en", p.Result().Tag)
	n := 0
	for p.Result().Tag != "ha" && n < 10 {
		p.Add(langdetect.Detect("Ina son in yi magana da mutum don Allah"))
		n++
	}
	assert.LessOrEqual(t, n, 4)
	assert.GreaterOrEqual(t, p.Result().LowResource, 0.5)
}

func TestPoolRaisesLowResource(t *testing.T) {
	var p langdetect.Pool
	for _, s := range []string{"Ndicela uncedo", "Imali yam iphi", "Andifumananga nto"} { // Xhosa
		p.Add(langdetect.Detect(s))
	}
	assert.Greater(t, p.Result().LowResource, 0.9)
}

func TestPoolSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a langdetect.Pool
		for range rapid.IntRange(0, 10).Draw(t, "turns") {
			a.Add(langdetect.Detect(rapid.StringN(0, 40, 200).Draw(t, "text")))
			b, err := json.Marshal(&a)
			require.NoError(t, err)
			require.Less(t, len(b), 2048)
			var back langdetect.Pool
			require.NoError(t, json.Unmarshal(b, &back))
			require.Equal(t, a, back)
			require.Equal(t, a.Result(), back.Result())
		}
		r := a.Result()
		require.True(t, r.LowResource >= 0 && r.LowResource <= 1 && r.Confidence >= 0 && r.Confidence <= 1)
	})
}
