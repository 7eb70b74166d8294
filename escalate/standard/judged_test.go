package standard_test

import (
	"os"
	"testing"

	"github.com/go-handoff/handoff/escalate/standard/internal/judged"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The conversations of testdata/chats say at each customer turn what a good
// service manager would do. Those of kept were looked at by nobody who changed
// a detector, a threshold or a rule; thresholds and the score's calibration are
// from learnt. The gates are the figures reached, less a margin.
func TestConversationsAreJudgedAsExpected(t *testing.T) {
	if testing.Short() {
		t.Skip("runs two hundred conversations twice")
	}
	e := newEngine(t)
	for _, tt := range []struct {
		folder                string
		right, inTime         float64 // at least, in %
		escalated, calibrated float64 // at most, in %, and of the score
	}{
		{"learnt", 94, 84, 2, 0.04},
		{"kept", 94, 89, 6, 0.04},
	} {
		t.Run(tt.folder, func(t *testing.T) {
			chats, err := judged.Chats(os.DirFS("testdata/chats/"+tt.folder), false)
			require.NoError(t, err)
			r, err := judged.Judge(t.Context(), e, chats)
			require.NoError(t, err)
			t.Log(r)
			assert.GreaterOrEqual(t, r.RightPercent(), tt.right)
			assert.GreaterOrEqual(t, r.InTimePercent(), tt.inTime)
			assert.LessOrEqual(t, r.EscalatedPercent(), tt.escalated)
			assert.LessOrEqual(t, r.Calibration(), tt.calibrated)

			// The host's fields are a help and no need.
			chats, err = judged.Chats(os.DirFS("testdata/chats/"+tt.folder), true)
			require.NoError(t, err)
			bare, err := judged.Judge(t.Context(), e, chats)
			require.NoError(t, err)
			assert.InDelta(t, r.RightPercent(), bare.RightPercent(), 2)
		})
	}
}
