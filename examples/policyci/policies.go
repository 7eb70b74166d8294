// Package policyci is a folder to copy: a policy, its tests, and what runs them
// in CI. See README.md.
package policyci

import (
	"embed"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/go-handoff/handoff/policy"
)

//go:embed policies/shop.yaml
var files embed.FS

// Engine returns an engine with the shop's policy and the signals that it
// brings along.
func Engine() (*escalate.Engine, error) {
	p, err := policy.LoadFS(files, "policies/shop.yaml")
	if err != nil {
		return nil, err
	}
	e, err := light.New(escalate.WithPolicy(p), escalate.WithDetectors(p.Detectors()...))
	if err != nil {
		return nil, err
	}
	return e, p.Check(e)
}
