package escalate_test

import (
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// levels records how high test.mood stands at every customer turn.
type levels struct{ seen []float64 }

func (*levels) Info() escalate.PolicyInfo { return escalate.PolicyInfo{Name: "levels"} }

func (l *levels) Decide(v *escalate.View) escalate.Verdict {
	l.seen = append(l.seen, float64(v.Level("test.mood")))
	return escalate.Verdict{}
}

func TestLevelRisesWhileItLastsAndFallsWithCalm(t *testing.T) {
	turn := func(score escalate.Score, acts ...escalate.Act) escalate.Reading {
		r := escalate.Reading{Role: escalate.Customer, Acts: acts}
		if score > 0 {
			r.Signals = []escalate.Signal{{Kind: "test.mood", Score: score}}
		}
		return r
	}
	tests := []struct {
		name  string
		turns []escalate.Reading
		want  []float64
	}{
		{"one turn is its score", []escalate.Reading{turn(0.6)}, []float64{0.6}},
		{"it lasts", []escalate.Reading{turn(0.6), turn(0.6)}, []float64{0.6, 1 - 0.4*0.64}},
		{"recovery", []escalate.Reading{turn(0.8), turn(0), turn(0)}, []float64{0.8, 0.48, 0.288}},
		{"progress ends it", []escalate.Reading{turn(0.8), turn(0, escalate.ActProgress), turn(0)}, []float64{0.8, 0.48, 0}},
		{"certainty stays in range", []escalate.Reading{turn(1), turn(1)}, []float64{1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &levels{}
			j, err := escalate.NewJudge(l, escalate.Conversation{})
			require.NoError(t, err)
			for i, r := range tt.turns {
				r.Turn = i
				_, err := j.Judge(r)
				require.NoError(t, err)
			}
			assert.InDeltaSlice(t, tt.want, l.seen, 1e-9)
		})
	}
}
