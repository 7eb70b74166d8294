package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLintCommand(t *testing.T) {
	dir := folder(t, map[string]string{"desk.yaml": deskPolicy, "bad.yaml": "name: a\nruels: []\n"})
	status, out, _ := escalateWith(t, "", "lint", "balanced", filepath.Join(dir, "desk.yaml"))
	assert.Equal(t, 1, status)
	assert.Equal(t, "desk.yaml:1:1: no rule transfers for urgency.emergency (not-handed-over)\ndesk.yaml:1:1: no rule transfers for urgency.security (not-handed-over)\n", out)
	status, out, errs := escalateWith(t, "", "lint", "-json", filepath.Join(dir, "bad.yaml"), filepath.Join(dir, "desk.yaml"))
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, `bad.yaml:2:1: unknown field "ruels" (did you mean "rules"?)`)
	assert.Contains(t, out, `{"check":"not-handed-over","file":"desk.yaml","line":1,"col":1,"msg":"no rule transfers for urgency.emergency"}`)
	status, out, _ = escalateWith(t, "", "lint", "balanced")
	assert.Equal(t, 0, status)
	assert.Empty(t, out)
	status, _, _ = escalateWith(t, "", "lint")
	assert.Equal(t, 2, status)
}
