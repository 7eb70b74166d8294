package policytest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
)

// Suite is a policy with its tests. It is not modified by running.
type Suite struct {
	// Name is that of the file.
	Name   string
	Policy *policy.Policy
	Tests  []Test
}

// Test is one test.
type Test struct {
	Name string
	// File and Line are where it stands.
	File string
	Line int
	// Todo says why the test is known to fail; "" for one that must pass.
	Todo         string
	Conversation escalate.Conversation
	Turns        []Turn
	// Each says that every turn is a conversation of its own.
	Each bool
}

// Turn is a turn of a test.
type Turn struct {
	Line int
	// Turn is what was said; its Text may be empty.
	Turn     escalate.Turn
	Signals  map[escalate.Kind]escalate.Score
	Acts     []escalate.Act
	Language string
	// Want is nil where the turn says nothing.
	Want *Want
}

// Want is what must be decided at a customer turn.
type Want struct {
	Action       escalate.Action
	Priority     escalate.Priority
	Availability escalate.Availability
	// Queue and Rule are compared where not "".
	Queue, Rule string
}

// Load reads a test file and the policy that it tests, which is loaded with
// opts. Mistakes are name:line: problem, every one joined.
func Load(name string, opts ...policy.Option) (*Suite, error) {
	return LoadFS(os.DirFS(filepath.Dir(name)), filepath.Base(name), opts...)
}

// LoadFS is Load from a file system.
func LoadFS(fsys fs.FS, name string, opts ...policy.Option) (*Suite, error) {
	s, policyName, err := load(fsys, name, nil)
	if err != nil {
		return nil, err
	}
	if s.Policy, err = loadPolicy(fsys, path.Dir(name), policyName, opts); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(s.Tests) == 0 {
		return nil, fmt.Errorf("%s: no tests", name)
	}
	return s, nil
}

// Preset returns the tests of a preset.
func Preset(name string) (*Suite, error) { return LoadFS(presets.Tests(), name+".test.yaml") }

func loadPolicy(fsys fs.FS, dir, name string, opts []policy.Option) (*policy.Policy, error) {
	if slices.Contains(presets.Names(), name) {
		return presets.Load(name)
	}
	if p := path.Join(dir, name); fs.ValidPath(p) {
		return policy.LoadFS(fsys, p, opts...)
	}
	return nil, fmt.Errorf("policy: %q leaves the folder of the tests", name)
}

// maxExtends is how many test files a suite can be built of.
const maxExtends = 8

// load reads a test file and those it extends, without the policy.
func load(fsys fs.FS, name string, chain []string) (*Suite, string, error) {
	if slices.Contains(chain, name) || len(chain) >= maxExtends {
		return nil, "", fmt.Errorf("%s: extends itself, or more than %d files", name, maxExtends)
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, "", fmt.Errorf("policytest: %w", err)
	}
	f, err := parse(name, data)
	if err != nil {
		return nil, "", err
	}
	s := &Suite{Name: name}
	if f.extends != "" {
		base, err := f.base(fsys, append(chain, name))
		if err != nil {
			return nil, "", err
		}
		s.Tests = base.Tests
	}
	for _, gone := range f.remove {
		i := slices.IndexFunc(s.Tests, func(t Test) bool { return t.Name == gone })
		if i < 0 {
			return nil, "", fmt.Errorf("%s: remove: no test %q in what the file extends", name, gone)
		}
		s.Tests = slices.Delete(s.Tests, i, i+1)
	}
	for _, t := range f.tests {
		if i := slices.IndexFunc(s.Tests, func(x Test) bool { return x.Name == t.Name }); i >= 0 {
			s.Tests[i] = t
		} else {
			s.Tests = append(s.Tests, t)
		}
	}
	chats, err := f.chatTests(fsys)
	s.Tests = append(s.Tests, chats...)
	return s, f.policy, err
}

func (f *file) base(fsys fs.FS, chain []string) (*Suite, error) {
	if slices.Contains(presets.Names(), f.extends) {
		s, _, err := load(presets.Tests(), f.extends+".test.yaml", chain)
		return s, err
	}
	p := path.Join(path.Dir(f.name), f.extends)
	if !fs.ValidPath(p) {
		return nil, fmt.Errorf("%s: extends: %q leaves the folder of the tests", f.name, f.extends)
	}
	s, _, err := load(fsys, p, chain)
	return s, err
}

// chatTests turns .chat files into tests of their decisions.
func (f *file) chatTests(fsys fs.FS) ([]Test, error) {
	var out []Test
	var errs []error
	for _, pattern := range f.chats {
		names, err := fs.Glob(fsys, path.Join(path.Dir(f.name), pattern))
		if err == nil && len(names) == 0 {
			err = errors.New("no such file")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: chats: %s: %w", f.name, pattern, err))
		}
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			chat, err := escalatetest.ParseChat(name, data)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			out = append(out, chatTest(chat, f.conv))
		}
	}
	return out, errors.Join(errs...)
}

func chatTest(chat *escalatetest.Chat, conv escalate.Conversation) Test {
	t := Test{Name: chat.Name, File: chat.Name, Line: 1, Conversation: over(conv, chat.Transcript.Conversation)}
	for i, turn := range chat.Transcript.Turns {
		x := Turn{Line: chat.Lines[i], Turn: turn}
		for _, w := range chat.Wants[i] {
			if w.Kind == "" && !w.Nothing {
				x.Want = &Want{Action: w.Action, Priority: w.Priority, Queue: w.Queue, Rule: w.Rule}
			}
		}
		t.Turns = append(t.Turns, x)
	}
	return t
}

// over returns base with what c says put over it.
func over(base, c escalate.Conversation) escalate.Conversation {
	if c.ID != "" {
		base.ID = c.ID
	}
	if c.Channel != "" {
		base.Channel = c.Channel
	}
	if c.Vertical != "" {
		base.Vertical = c.Vertical
	}
	if c.BotLanguages != nil {
		base.BotLanguages = c.BotLanguages
	}
	facts := map[string]any{}
	for _, from := range []map[string]any{base.Facts, c.Facts} {
		for name, v := range from {
			facts[name] = v
		}
	}
	base.Facts = facts
	return base
}

// defaultPolicy is what NAME.test.yaml tests if it does not say.
func defaultPolicy(name string) string {
	base := path.Base(name)
	if stem, ok := strings.CutSuffix(base, ".test.yaml"); ok {
		if slices.Contains(presets.Names(), stem) && path.Dir(name) == "." {
			return stem
		}
		return stem + ".yaml"
	}
	return ""
}
