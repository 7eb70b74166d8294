// Package presets holds the policies to start from. Each is a file of this
// folder; copy one to change it.
package presets

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/go-handoff/handoff/policy"
)

//go:embed *.yaml
var files embed.FS

// Names returns the names of the presets, sorted. The slice is the caller's.
func Names() []string {
	names, _ := fs.Glob(files, "*.yaml") // the pattern is well formed
	for i, n := range names {
		names[i] = strings.TrimSuffix(n, ".yaml")
	}
	slices.Sort(names)
	return names
}

// Load returns the preset of that name. An unknown name is an error that lists
// the known ones.
func Load(name string) (*policy.Policy, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("presets: no preset %q (have %s)", name, strings.Join(Names(), ", "))
	}
	return policy.LoadFS(files, name+".yaml")
}

// Source returns the file of the preset of that name, to start a policy from.
func Source(name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("presets: no preset %q (have %s)", name, strings.Join(Names(), ", "))
	}
	return data, nil
}

var balanced = sync.OnceValues(func() (*policy.Policy, error) { return Load("balanced") })

// Balanced returns the default policy. It is parsed once.
func Balanced() (*policy.Policy, error) { return balanced() }
