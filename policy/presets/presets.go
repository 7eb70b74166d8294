// Package presets holds the policies to start from. Each is a file of this
// folder: extend it from a policy of your own, or copy it.
package presets

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/go-handoff/handoff/policy"
)

// Names returns the names of the presets, sorted. The slice is the caller's.
func Names() []string { return policy.PresetNames() }

// Load returns the preset of that name. An unknown name is an error that lists
// the known ones.
func Load(name string) (*policy.Policy, error) {
	data, err := Source(name)
	if err != nil {
		return nil, err
	}
	return policy.Parse(name+".yaml", data)
}

// Source returns the file of the preset of that name.
func Source(name string) ([]byte, error) {
	data, err := policy.Preset(name)
	if err != nil {
		return nil, fmt.Errorf("presets: no preset %q (have %s)", name, strings.Join(Names(), ", "))
	}
	return data, nil
}

//go:embed tests/*.test.yaml
var tests embed.FS

// Tests returns the presets' tests, NAME.test.yaml each, for package policytest:
// a policy that extends a preset can take its tests over.
func Tests() fs.FS {
	sub, err := fs.Sub(tests, "tests")
	if err != nil { // the name is well formed
		return tests
	}
	return sub
}

var balanced = sync.OnceValues(func() (*policy.Policy, error) { return Load("balanced") })

// Balanced returns the default policy. It is parsed once.
func Balanced() (*policy.Policy, error) { return balanced() }
