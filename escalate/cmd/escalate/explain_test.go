package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const angryTalk = `{"id":"c-1","turns":[{"role":"customer","text":"hello"},{"role":"bot","text":"Hi!"},{"role":"customer","text":"let me talk to a human agent"},{"role":"bot","text":"ok"}]}` + "\n"

func TestExplainCommand(t *testing.T) {
	desk := filepath.Join(folder(t, map[string]string{"desk.yaml": deskPolicy}), "desk.yaml")
	status, out, errs := escalateWith(t, angryTalk+"not json\n", "explain", "-light", "-policy", desk)
	assert.Equal(t, 1, status, "a bad line")
	assert.Contains(t, errs, `"line":2`)
	assert.Contains(t, out, "c-1 turn 2: transfer")
	assert.Contains(t, out, "why: turn 2: transfer by rule human (policy desk 1)")
	assert.Contains(t, out, "yes request.human >= threshold.likely")
	assert.Contains(t, out, "would continue if request.human were 0.4999")

	status, out, _ = escalateWith(t, angryTalk, "explain", "-light", "-policy", desk, "-turn", "0", "-json")
	assert.Equal(t, 0, status)
	var got struct {
		Decision    struct{ Turn int }
		Explanation struct {
			Turn  int
			Rules []struct{ Rule string }
			Flips []struct{ Action string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	assert.Equal(t, 0, got.Decision.Turn)
	assert.Equal(t, 0, got.Explanation.Turn)
	assert.NotEmpty(t, got.Explanation.Rules)
	assert.Len(t, got.Explanation.Flips, 1)

	status, _, errs = escalateWith(t, angryTalk, "explain", "-light", "-turn", "1")
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "no customer turn")
}
