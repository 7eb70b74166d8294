package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// escalate runs the command and returns its exit status, standard output and
// standard error.
func escalateCommand(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// One bad line does not stop the others.
func TestDecideBadLines(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"good","turns":[{"role":"customer","text":"can i talk to a real person"}]}`,
		`{"id":"broken"`,
		``,
		`{"id":"role","turns":[{"role":"customer","text":"x"},{"role":"admin","text":"x"}]}`,
		`{"id":"nobody","turns":[{"role":"bot","text":"x"}]}`,
		"{\"id\":\"bytes\",\"turns\":[{\"role\":\"customer\",\"text\":\"\xff\"}]}",
		`{"id":"last","labels":[1],"turns":[{"role":"customer","text":"do you ship on sundays?"}]}`,
	}, "\n")
	status, stdout, stderr := escalateCommand(in, "decide", "-light")
	assert.Equal(t, 1, status)
	var ids, actions []string
	for line := range strings.Lines(stdout) {
		var d struct{ ID, Action string }
		require.NoError(t, json.Unmarshal([]byte(line), &d))
		ids, actions = append(ids, d.ID), append(actions, d.Action)
	}
	assert.Equal(t, []string{"good", "last"}, ids)
	assert.Equal(t, []string{"transfer", "continue"}, actions)
	var lines []int
	var errs []string
	for line := range strings.Lines(stderr) {
		var e lineError
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		lines, errs = append(lines, e.Line), append(errs, e.Error)
	}
	assert.Equal(t, []int{2, 4, 5, 6}, lines)
	assert.Contains(t, errs[1], `turn 1: role: unknown role "admin"`)
	assert.Contains(t, errs[2], "no customer turn")
	assert.Equal(t, "byte 51 is not UTF-8", errs[3])
}

func TestDecideTurns(t *testing.T) {
	in := `{"id":"a","turns":[{"role":"customer","text":"hello"},{"role":"bot","text":"hi"},{"role":"customer","text":"toi muon gap nhan vien"}]}`
	status, stdout, stderr := escalateCommand(in, "decide", "-turns", "-light", "-bot-languages", "en,vi")
	require.Equal(t, 0, status, stderr)
	var out struct {
		ID        string
		Decisions []struct {
			Turn    int
			Action  string
			Reasons []struct {
				Rule     string
				Evidence []struct {
					Turn, Start, End int
					Quote            string
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &out))
	require.Len(t, out.Decisions, 2)
	assert.Equal(t, 0, out.Decisions[0].Turn)
	assert.Equal(t, "continue", out.Decisions[0].Action)
	last := out.Decisions[1]
	assert.Equal(t, "transfer", last.Action)
	require.NotEmpty(t, last.Reasons)
	ev := last.Reasons[0].Evidence[0]
	assert.Equal(t, "toi muon gap nhan vien"[ev.Start:ev.End], ev.Quote)
}

func TestSignalsBelievesLangOnlyWhenTold(t *testing.T) {
	in := `{"id":"a","text":"mi pedido","lang":"es","labels":["request.human"]}`
	_, without, _ := escalateCommand(in, "signals", "-light")
	status, with, stderr := escalateCommand(in, "signals", "-light", "-use-lang-hint")
	require.Equal(t, 0, status, stderr)
	assert.NotEqual(t, without, with)
	_, other, _ := escalateCommand(strings.Replace(in, `"es"`, `"pt"`, 1), "signals", "-light")
	assert.Equal(t, without, other, "lang is not read without the flag")
}

func TestEmbed(t *testing.T) {
	status, stdout, stderr := escalateCommand(`{"id":"a","text":"hello"}`, "embed", "-depth", "0")
	require.Equal(t, 0, status, stderr)
	var out struct {
		ID     string
		Vector []float64
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &out))
	assert.Len(t, out.Vector, 384)
	status, _, stderr = escalateCommand("", "embed", "-depth", "5")
	assert.Equal(t, 2, status)
	assert.Contains(t, stderr, "no vectors at depth 5 (have [0 6 12])")
}

func TestUsage(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		stderr string
	}{
		{nil, 2, "usage:"},
		{[]string{"dcide"}, 2, `unknown command "dcide"`},
		{[]string{"decide", "-policy", "nothing.yaml"}, 2, "nothing.yaml"},
		{[]string{"decide", "-colour"}, 2, "flag provided but not defined"},
		{[]string{"decide", "-light", filepath.Join(os.TempDir(), "no such file")}, 1, "no such file"},
	} {
		status, _, stderr := escalateCommand("", tt.args...)
		assert.Equal(t, tt.status, status, tt.args)
		assert.Contains(t, stderr, tt.stderr)
	}
	status, stdout, _ := escalateCommand("", "help")
	assert.Equal(t, 0, status)
	assert.Contains(t, stdout, "escalate decide")
}

func TestLongLines(t *testing.T) {
	in := `{"id":"long","turns":[{"role":"customer","text":"` + strings.Repeat("word ", 1_000_000) + ` can i talk to a person please"}]}`
	status, stdout, stderr := escalateCommand(in, "decide", "-light")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, stdout, "left out")
}
