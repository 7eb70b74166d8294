package langdetect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/langdetect"
)

func TestDetectorKeepsTheContract(t *testing.T) {
	d, err := langdetect.NewDetector()
	require.NoError(t, err)
	require.NoError(t, escalatetest.TestDetector(d))
}

// quiet is a policy that lets every bot go on.
type quiet struct{}

func (quiet) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "quiet"} }
func (quiet) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }

// read returns the readings at the customer's turns.
func read(t *testing.T, c escalate.Conversation, turns ...escalate.Turn) []escalate.Reading {
	t.Helper()
	d, err := langdetect.NewDetector()
	require.NoError(t, err)
	e, err := escalate.New(quiet{}, escalate.WithDetectors(d))
	require.NoError(t, err)
	rs, err := e.Read(t.Context(), escalate.Transcript{Conversation: c, Turns: turns})
	require.NoError(t, err)
	for _, r := range rs {
		require.Empty(t, r.Failures)
	}
	return rs
}

func say(texts ...string) []escalate.Turn {
	var out []escalate.Turn
	for _, s := range texts {
		out = append(out, escalate.Turn{Role: escalate.Customer, Text: s})
	}
	return out
}

func score(r escalate.Reading, k escalate.Kind) escalate.Score {
	for _, s := range r.Signals {
		if s.Kind == k {
			return s.Score
		}
	}
	return 0
}

func TestDetectorSetsTheLanguage(t *testing.T) {
	rs := read(t, escalate.Conversation{}, say("ok", "¿dónde está mi pedido?", "ok", "12345")...)
	assert.Equal(t, escalate.Und, rs[0].Language)
	for _, r := range rs[1:] {
		assert.Equal(t, "es", r.Language.Tag)
		assert.Equal(t, "spa", r.Language.ISO639_3)
		assert.False(t, r.Language.LowResource)
	}
}

func TestUnsupported(t *testing.T) {
	const german = "ich möchte bitte mit einem Menschen sprechen"
	bot := escalate.Conversation{BotLanguages: []string{"en", "vi"}}
	assert.Greater(t, score(read(t, bot, say(german)...)[0], escalate.LanguageUnsupported), escalate.Score(0.8))
	assert.Zero(t, score(read(t, escalate.Conversation{}, say(german)...)[0], escalate.LanguageUnsupported), "absent means unknown")
	for _, s := range []string{"toi muon gap nhan vien", "I want to talk to someone", "ok", "refund pls", "alo"} {
		assert.Less(t, score(read(t, bot, say(s)...)[0], escalate.LanguageUnsupported), escalate.Score(0.5), s)
	}
	members := escalate.Conversation{BotLanguages: []string{"nb-NO", "fil", "zh-Hant"}}
	for _, s := range []string{"jeg vil gjerne snakke med et menneske", "gusto ko pong makausap ang tao", "我想和真人客服说话"} {
		assert.Less(t, score(read(t, members, say(s)...)[0], escalate.LanguageUnsupported), escalate.Score(0.5), s)
	}
}

func TestLowResourceIsSilentForABotLanguage(t *testing.T) {
	const swahili = "nimelipa lakini pesa hazijafika kwenye akaunti yangu"
	r := read(t, escalate.Conversation{BotLanguages: []string{"en"}}, say(swahili)...)[0]
	assert.Greater(t, score(r, escalate.LanguageLowResource), escalate.Score(0.5))
	assert.Greater(t, score(r, escalate.LanguageUnsupported), escalate.Score(0.5))
	r = read(t, escalate.Conversation{BotLanguages: []string{"en", "sw"}}, say(swahili)...)[0]
	assert.Less(t, score(r, escalate.LanguageLowResource), escalate.Score(0.5))
	assert.Less(t, score(r, escalate.LanguageUnsupported), escalate.Score(0.5))
}

func TestSwitchingWithinAMessage(t *testing.T) {
	const text = "Mình đặt hàng hôm qua but nobody has contacted me since"
	r := read(t, escalate.Conversation{}, say(text)...)[0]
	require.GreaterOrEqual(t, score(r, escalate.LanguageSwitching), escalate.Score(0.5))
	for _, s := range r.Signals {
		if s.Kind == escalate.LanguageSwitching {
			require.Len(t, s.Evidence, 2)
			assert.Equal(t, "Mình đặt hàng hôm qua", s.Evidence[0].Quote)
			assert.Equal(t, "but nobody has contacted me since", s.Evidence[1].Quote)
		}
	}
}

func TestSwitchingBetweenMessages(t *testing.T) {
	rs := read(t, escalate.Conversation{}, say("Đơn hàng của tôi vẫn chưa tới nơi", "ok", "could you please just tell me what happened to it")...)
	assert.Zero(t, score(rs[1], escalate.LanguageSwitching))
	require.GreaterOrEqual(t, score(rs[2], escalate.LanguageSwitching), escalate.Score(0.5))
	for _, s := range rs[2].Signals {
		if s.Kind == escalate.LanguageSwitching {
			require.Len(t, s.Evidence, 2)
			assert.Equal(t, 2, s.Evidence[0].Turn)
			assert.Equal(t, 0, s.Evidence[1].Turn)
		}
	}
}

func TestHostHint(t *testing.T) {
	turn := say("berapa harga barang ini")[0]
	turn.Lang = "ms-MY"
	assert.Equal(t, "ms", read(t, escalate.Conversation{}, turn)[0].Language.Tag)
	turn.Lang = "id"
	assert.Equal(t, "id", read(t, escalate.Conversation{}, turn)[0].Language.Tag)
}
