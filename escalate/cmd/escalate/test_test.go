package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// escalateWith runs the command and returns its exit status and what it wrote.
func escalateWith(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// folder writes files and returns their folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir
}

const deskPolicy = `name: desk
version: "1"
thresholds: {likely: 0.5}
rules:
  - {id: human, doc: The customer asks for a person., when: request.human >= threshold.likely, then: {action: transfer, queue: desk}}
`

const deskTests = `tests:
  - name: asks
    each:
      - {signals: {request.human: 0.55}, want: transfer queue desk rule human}
      - {signals: {request.human: 0.45}}
  - name: words
    turns:
      - {bot: How can I help?}
      - {customer: let me talk to a human agent, want: transfer rule human}
`

func TestTestCommand(t *testing.T) {
	dir := folder(t, map[string]string{"desk.yaml": deskPolicy, "desk.test.yaml": deskTests})
	xml := filepath.Join(dir, "report.xml")
	status, out, errs := escalateWith(t, "", "test", "-light", "-cover-threshold", "100%", "-mutation-threshold", "0.9", "-junit", xml, dir)
	assert.Equal(t, 0, status, out+errs)
	assert.Contains(t, out, "policy desk 1: 2 passed, 0 failed, 0 todo; coverage: rules 100.0 %, conditions 100.0 %")
	assert.Contains(t, out, "mutants noticed (100.0 %)")
	report, err := os.ReadFile(xml)
	require.NoError(t, err)
	assert.Contains(t, string(report), `tests="2" failures="0"`)

	weak := folder(t, map[string]string{"desk.yaml": deskPolicy, "desk.test.yaml": "tests: [{name: a, turns: [{signals: {request.human: 0.9}, want: transfer}]}]"})
	status, out, _ = escalateWith(t, "", "test", filepath.Join(weak, "desk.test.yaml"))
	assert.Equal(t, 0, status, out)
	status, out, _ = escalateWith(t, "", "test", "-cover-threshold", "0.9", weak)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "FAIL  desk.test.yaml: coverage 50.0 %, want 90.0 %")
	status, out, _ = escalateWith(t, "", "test", "-mutation-threshold", "90%", weak)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "unnoticed rule human: another queue")

	bad := folder(t, map[string]string{"desk.yaml": deskPolicy, "desk.test.yaml": "tests: [{name: a, turns: [{signals: {request.human: 0.9}}]}]"})
	status, out, _ = escalateWith(t, "", "test", bad)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "desk.test.yaml:1: got transfer queue desk rule human, want continue")

	status, out, _ = escalateWith(t, "", "test", "balanced")
	assert.Equal(t, 0, status, out)
	for _, args := range [][]string{{"gone"}, {t.TempDir()}, {"-cover-threshold", "2"}} {
		status, _, errs := escalateWith(t, "", append([]string{"test"}, args...)...)
		assert.Equal(t, 2, status)
		assert.NotEmpty(t, errs)
	}
}
