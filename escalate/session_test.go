package escalate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func actions(t *testing.T, turns ...escalate.Turn) []string {
	t.Helper()
	ds, err := newEngine().EvaluateTurns(t.Context(), transcript(turns...))
	require.NoError(t, err)
	out := make([]string, len(ds))
	for i, d := range ds {
		out[i] = d.Action.String()
	}
	return out
}

func TestTransferStands(t *testing.T) {
	tests := []struct {
		name  string
		turns []escalate.Turn
		want  []string
	}{
		{"until an agent speaks", []escalate.Turn{customer("a person"), bot("?"), customer("hello"), agent("hi"), customer("a person")},
			[]string{"transfer", "transfer", "continue"}},
		{"until the customer withdraws", []escalate.Turn{customer("a person"), customer("never mind [withdraw]"), customer("thanks")},
			[]string{"transfer", "continue", "continue"}},
		{"a withdrawal with new danger transfers", []escalate.Turn{customer("a person"), customer("no [withdraw], fire")},
			[]string{"transfer", "transfer"}},
		{"after the agent only new evidence counts", []escalate.Turn{customer("a person"), agent("hi"), customer("idiots"), bot("back"), customer("ok"), customer("fire")},
			[]string{"transfer", "continue", "continue", "transfer"}},
		{"a system note is not an agent", []escalate.Turn{customer("a person"), {Role: escalate.System, Text: "agent joined"}, {Role: escalate.Tool, Text: "person"}, customer("ok")},
			[]string{"transfer", "transfer"}},
		{"the bot's words are not the customer's", []escalate.Turn{bot("a person"), customer("ok")}, []string{"continue"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, actions(t, tt.turns...)) })
	}
}

func TestStandingTransferKeepsItsReasons(t *testing.T) {
	ds, err := newEngine().EvaluateTurns(t.Context(), transcript(customer("fire!"), bot("?"), customer("a person"), customer("ok")))
	require.NoError(t, err)
	last := ds[2]
	assert.Equal(t, escalate.Urgent, last.Priority, "a later, lesser reason does not lower the priority")
	assert.Equal(t, "danger", last.Queue)
	require.Len(t, last.Reasons, 2)
	assert.Equal(t, []escalate.Evidence{{Turn: 2, Start: 2, End: 8, Quote: "person"}}, last.Reasons[0].Evidence)
	assert.Equal(t, []escalate.Evidence{{Turn: 0, Start: 0, End: 4, Quote: "fire"}}, last.Reasons[1].Evidence)
	assert.Equal(t, map[escalate.Kind]escalate.Score{}, last.Signals, "signals are of this turn")
}

// genTurns draws conversations of every role, with repetition and acts.
func genTurns() *rapid.Generator[[]escalate.Turn] {
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", " ", "a person", "người", "idiots", "fire", "where is it?", "[withdraw]", "[ask]", "[offer_human]", "[progress]", "x\xffperson\xfe", "🔥 fire"}),
		rapid.String())
	turn := rapid.Custom(func(t *rapid.T) escalate.Turn {
		role := rapid.SampledFrom([]escalate.Role{escalate.Customer, escalate.Customer, escalate.Customer, escalate.Bot, escalate.Bot, escalate.Agent, escalate.System, escalate.Tool}).Draw(t, "role")
		return escalate.Turn{Role: role, Text: text.Draw(t, "text")}
	})
	return rapid.SliceOfN(turn, 1, 60)
}

// A session gives the bytes of every prefix evaluated anew, also where it goes
// through a snapshot at each turn; every quote is the named slice.
func TestSessionEqualsPrefixes(t *testing.T) {
	e := newEngine()
	rapid.Check(t, func(rt *rapid.T) {
		turns := genTurns().Draw(rt, "turns")
		s, err := e.NewSession(escalate.Conversation{ID: "c-1"})
		require.NoError(rt, err)
		for i, turn := range turns {
			snap, err := s.Snapshot()
			require.NoError(rt, err)
			s, err = e.Restore(snap)
			require.NoError(rt, err)
			got, err := s.Add(t.Context(), turn)
			require.NoError(rt, err)
			if turn.Role != escalate.Customer {
				require.Nil(rt, got)
				continue
			}
			want, err := e.Evaluate(t.Context(), transcript(turns[:i+1]...))
			require.NoError(rt, err)
			require.Equal(rt, toJSON(rt, want), toJSON(rt, got))
			for _, r := range got.Reasons {
				require.NotEmpty(rt, r.Evidence)
				for _, ev := range r.Evidence {
					slice := turns[ev.Turn].Text[ev.Start:ev.End]
					require.Equal(rt, strings.Map(sub, slice), ev.Quote)
				}
			}
		}
	})
}

func sub(r rune) rune {
	if r == '\ufffd' {
		return 0x1a
	}
	return r
}

func toJSON(t require.TestingT, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// Readings kept as JSON give the decisions of the engine.
func TestReadingsServeAnyPolicy(t *testing.T) {
	e := newEngine()
	tr := transcript(customer("a person"), bot("[ask]"), customer("idiots"), agent("hi"), customer("fire"), bot("x"), customer("fire"), customer("fire"))
	want, err := e.EvaluateTurns(t.Context(), tr)
	require.NoError(t, err)
	readings, err := e.Read(t.Context(), tr)
	require.NoError(t, err)
	j, err := escalate.NewJudge(simple{}, tr.Conversation)
	require.NoError(t, err)
	var got []*escalate.Decision
	for _, r := range readings {
		var kept escalate.Reading
		require.NoError(t, json.Unmarshal([]byte(toJSON(t, r)), &kept))
		d, err := j.Judge(kept)
		require.NoError(t, err)
		if d != nil {
			got = append(got, d)
		}
	}
	assert.Equal(t, toJSON(t, want), toJSON(t, got))
}

func TestSnapshotIsBoundedAndChecked(t *testing.T) {
	e := newEngine()
	s, err := e.NewSession(escalate.Conversation{ID: "long", Facts: map[string]any{"tier": "gold", "n": 3}})
	require.NoError(t, err)
	for range 400 {
		_, err := s.Add(t.Context(), customer("idiots! a person!"))
		require.NoError(t, err)
	}
	early, err := s.Snapshot()
	require.NoError(t, err)
	for range 4000 {
		_, err := s.Add(t.Context(), customer("idiots! a person!"))
		require.NoError(t, err)
	}
	late, err := s.Snapshot()
	require.NoError(t, err)
	assert.InDelta(t, len(early), len(late), float64(len(early))/10, "a snapshot does not grow with the conversation")

	other, err := escalate.New(simple{}, escalate.WithDetectors(flow))
	require.NoError(t, err)
	for name, restore := range map[string]func() error{
		"damaged":         func() error { _, err := e.Restore(late[:len(late)/2]); return err },
		"other detectors": func() error { _, err := other.Restore(late); return err },
		"other version":   func() error { _, err := e.Restore(escalate.Snapshot(`{"version":99}`)); return err },
	} {
		assert.ErrorIs(t, restore(), escalate.ErrSnapshot, name)
	}
}

func TestHandover(t *testing.T) {
	s, err := newEngine().NewSession(escalate.Conversation{ID: "c-9", Channel: "line", Facts: map[string]any{"agents_online": 0}})
	require.NoError(t, err)
	_, ok := s.Handover()
	assert.False(t, ok, "nothing to hand over yet")
	for _, turn := range []escalate.Turn{customer("you idiots"), bot("Sorry."), {Role: escalate.Tool, Text: "{}"}, customer("a person")} {
		_, err := s.Add(t.Context(), turn)
		require.NoError(t, err)
	}
	h, ok := s.Handover()
	require.True(t, ok)
	assert.Equal(t, escalate.Transfer, h.Action)
	assert.Equal(t, escalate.Callback, h.Availability)
	assert.Equal(t, "asked", h.Reasons[0].Rule)
	assert.Equal(t, "angry", h.Earlier[0].Rule)
	assert.Equal(t, []escalate.RecentTurn{{Turn: 0, Role: escalate.Customer, Text: "you idiots"}, {Turn: 1, Role: escalate.Bot, Text: "Sorry."}, {Turn: 3, Role: escalate.Customer, Text: "a person"}}, h.Recent)
	assert.Equal(t, 4, h.Turns)
}

func TestSetFacts(t *testing.T) {
	s, err := newEngine().NewSession(escalate.Conversation{})
	require.NoError(t, err)
	d, err := s.Add(t.Context(), customer("a person"))
	require.NoError(t, err)
	assert.Equal(t, escalate.Now, d.Availability)
	require.NoError(t, s.SetFacts(map[string]any{"agents_available": false}))
	d, err = s.Add(t.Context(), customer("a person"))
	require.NoError(t, err)
	assert.Equal(t, escalate.Callback, d.Availability)
	assert.ErrorContains(t, s.SetFacts(map[string]any{"f": func() {}}), `fact "f"`)
}
