package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/go-handoff/handoff/escalate/standard/light"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/policytest"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/go-handoff/handoff/policy/trained"
)

var testCommand = command{
	name: "test",
	args: "[-cover-threshold SHARE] [-mutation-threshold SHARE] [-junit FILE] [-v] [-light] FILE|FOLDER|PRESET...",
	does: "run policy tests (*.test.yaml); without arguments, those in this folder and below",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		t := &tester{}
		fs.Func("cover-threshold", "fail where rules and conditions covered are under this `share`, for instance 100% or 0.95", shareInto(&t.cover))
		fs.Func("mutation-threshold", "run mutants, and fail where those noticed are under this `share`", shareInto(&t.mutation))
		fs.StringVar(&t.junit, "junit", "", "write JUnit XML to `FILE`")
		fs.BoolVar(&t.verbose, "v", false, "name the tests that pass, too")
		isLight := fs.Bool("light", false, "read words with the engine of microseconds")
		return func(ctx context.Context, args []string, std stdio) (int, error) {
			t.engine = standard.New
			if *isLight {
				t.engine = light.New
			}
			return t.run(ctx, args, std)
		}
	},
}

// shareInto parses 95% or 0.95.
func shareInto(to *float64) func(string) error {
	return func(s string) error {
		number, percent := strings.CutSuffix(s, "%")
		x, err := strconv.ParseFloat(number, 64)
		if percent {
			x /= 100
		}
		if err != nil || !(x >= 0 && x <= 1) {
			return fmt.Errorf("%q is no share: want for instance 95%% or 0.95", s)
		}
		*to = x
		return nil
	}
}

type tester struct {
	cover, mutation float64
	junit           string
	verbose         bool
	engine          func(...escalate.Option) (*escalate.Engine, error)
}

func (t *tester) run(ctx context.Context, args []string, std stdio) (int, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	suites, err := loadSuites(args)
	if err != nil {
		return 2, err
	}
	status := 0
	var reports []*policytest.Report
	for _, s := range suites {
		r, err := s.Run(ctx, policytest.WithEngine(t.engine))
		if err != nil {
			return 2, err
		}
		reports = append(reports, r)
		if err := r.WriteText(std.out, t.verbose); err != nil {
			return 1, err
		}
		if r.Err() != nil {
			status = 1
		}
		if got := r.Coverage.Score(); got < t.cover {
			fmt.Fprintf(std.out, "FAIL  %s: coverage %.1f %%, want %.1f %%\n", s.Name, 100*got, 100*t.cover)
			status = 1
		}
		if t.mutation > 0 {
			good, err := t.mutate(ctx, s, std)
			if err != nil {
				return 1, err
			}
			if !good {
				status = 1
			}
		}
	}
	if t.junit != "" {
		var b bytes.Buffer
		if err := policytest.WriteJUnit(&b, reports...); err != nil {
			return 1, err
		}
		return status, os.WriteFile(t.junit, b.Bytes(), 0o644)
	}
	return status, nil
}

func (t *tester) mutate(ctx context.Context, s *policytest.Suite, std stdio) (bool, error) {
	m, err := s.Mutate(ctx, policytest.WithEngine(t.engine))
	if err != nil {
		return false, err
	}
	for _, name := range m.Survived {
		fmt.Fprintf(std.out, "unnoticed %s\n", name)
	}
	good := m.Score() >= t.mutation
	verdict := "ok   "
	if !good {
		verdict = "FAIL "
	}
	fmt.Fprintf(std.out, "%s %s: %d of %d mutants noticed (%.1f %%), want %.1f %%\n", verdict, s.Name, m.Killed, m.Killed+len(m.Survived), 100*m.Score(), 100*t.mutation)
	return good, nil
}

// loadSuites loads test files, those in folders, and those of presets.
func loadSuites(args []string) ([]*policytest.Suite, error) {
	var out []*policytest.Suite
	var errs []error
	add := func(s *policytest.Suite, err error) {
		errs = append(errs, err)
		out = append(out, s)
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case err != nil && slices.Contains(presets.Names(), arg):
			add(policytest.Preset(arg))
		case err != nil:
			errs = append(errs, err)
		case !info.IsDir():
			add(policytest.Load(arg, policy.WithClassifiers(trained.Load)))
		default:
			n := len(out)
			errs = append(errs, filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() && strings.HasSuffix(path, ".test.yaml") {
					add(policytest.Load(path, policy.WithClassifiers(trained.Load)))
				}
				return err
			}))
			if len(out) == n {
				errs = append(errs, fmt.Errorf("%s: no *.test.yaml in it", arg))
			}
		}
	}
	return out, errors.Join(errs...)
}
