package detect_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/detect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readings reads lines of "role: text" with the detectors of conversations.
func readings(t *testing.T, lines ...string) []escalate.Reading {
	t.Helper()
	e, err := escalate.New(keep{}, escalate.WithDetectors(detect.Conversation(detect.NewMoves(phrases(t), nil, nil))...))
	require.NoError(t, err)
	r, err := e.Reader(escalate.Conversation{})
	require.NoError(t, err)
	out := make([]escalate.Reading, len(lines))
	for i, l := range lines {
		role, text, _ := strings.Cut(l, ": ")
		turn := escalate.Turn{Text: text}
		require.NoError(t, turn.Role.UnmarshalText([]byte(role)))
		out[i], err = r.Read(t.Context(), turn)
		require.NoError(t, err)
		require.Empty(t, out[i].Failures)
	}
	return out
}

func score(r escalate.Reading, k escalate.Kind) escalate.Score {
	s, _ := r.Signal(k)
	return s.Score
}

func TestFailure(t *testing.T) {
	tests := []struct {
		name   string
		lines  []string
		failed bool // at the last turn
	}{
		{"the bot's own word", []string{"customer: my voucher does not work", "bot: Sorry, I didn't get that.", "customer: the voucher, EASTER"}, true},
		{"the customer's", []string{"customer: my voucher does not work", "bot: We open at nine.", "customer: that's not what I asked"}, true},
		{"the same question again", []string{"customer: why is my voucher called expired", "bot: We open at nine.", "customer: why is my voucher called expired?!"}, true},
		{"and in a script without spaces", []string{"customer: 我的优惠券为什么显示过期", "bot: 我们九点开门。", "customer: 我的优惠券为什么显示过期了"}, true},
		{"the same question about another number", []string{"customer: where is my order number 4711", "bot: At your door.", "customer: where is my order number 4712"}, false},
		{"another question", []string{"customer: why is my voucher called expired", "bot: It ended on Sunday.", "customer: and when does the new one start"}, false},
		{"a short answer twice", []string{"customer: the blue one", "bot: Which size?", "customer: the blue one"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rs := readings(t, tt.lines...)
			assert.Equal(t, tt.failed, score(rs[len(rs)-1], escalate.BotFailure) >= 0.5)
		})
	}
}

// After a failure, two turns without a sign of another are progress, though
// nobody says so; one is not.
func TestQuietTurnsAreProgress(t *testing.T) {
	rs := readings(t, "customer: my voucher does not work", "bot: Sorry, I didn't get that.", "customer: the voucher EASTER",
		"bot: It is valid until Sunday.", "customer: and for the sale items", "bot: For these too.", "customer: what about shipping")
	assert.GreaterOrEqual(t, score(rs[2], escalate.BotFailure), escalate.Score(0.5))
	assert.NotContains(t, rs[4].Acts, escalate.ActProgress)
	assert.Contains(t, rs[6].Acts, escalate.ActProgress)
}

// A promise is off when the customer needs nobody any more.
func TestPromise(t *testing.T) {
	broken := readings(t, "customer: hi", "bot: I'm transferring you to an agent now.", "customer: ok", "bot: What can I do for you?", "customer: hm")
	assert.GreaterOrEqual(t, score(broken[4], escalate.BotFalsePromise), escalate.Score(0.5))
	off := readings(t, "customer: hi", "bot: I'm transferring you to an agent now.", "customer: never mind, it works now", "bot: Glad to hear it.", "customer: bye")
	assert.Contains(t, off[2].Acts, escalate.ActWithdraw)
	assert.Zero(t, score(off[4], escalate.BotFalsePromise))
}

// A long turn after the bot's question is more than its answer.
func TestDigress(t *testing.T) {
	for answer, more := range map[string]bool{
		"Maria Lopez":       false,
		"the second of May": false,
		"Lopez, and this is the third time that I tell you": true,
	} {
		rs := readings(t, "customer: hi", "bot: What is your name?", "customer: "+answer)
		assert.Equal(t, more, slices.Contains(rs[2].Acts, escalate.ActDigress), answer)
	}
	rs := readings(t, "customer: hi", "bot: Noted.", "customer: this is the third time that I tell you")
	assert.NotContains(t, rs[2].Acts, escalate.ActDigress, "nothing was asked")
}

// A bot that cannot, and a customer who takes it as it is: nothing failed that
// they would mind.
func TestTakenAsItIs(t *testing.T) {
	rs := readings(t, "customer: can you book the hotel too", "bot: I can't help with that. Shall I look for trains?", "customer: no thanks")
	assert.Zero(t, score(rs[2], escalate.BotFailure))
	rs = readings(t, "customer: can you book the hotel too", "bot: I can't help with that. Shall I look for trains?", "customer: the one at the harbour please")
	assert.GreaterOrEqual(t, score(rs[2], escalate.BotFailure), escalate.Score(0.5))
}
