package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"github.com/go-handoff/handoff/policy"
)

var lintCommand = command{
	name: "lint",
	args: "[-json] POLICY...",
	does: "look through policies for mistakes, and for what is allowed but hardly meant",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		asJSON := fs.Bool("json", false, "write a JSON value a line")
		return func(_ context.Context, args []string, std stdio) (int, error) {
			if len(args) == 0 {
				return 2, fmt.Errorf("no policy")
			}
			status := 0
			enc := json.NewEncoder(std.out)
			enc.SetEscapeHTML(false)
			for _, name := range args {
				findings, err := lint(name)
				if err != nil { // not JSON: a policy that does not load has no findings
					fmt.Fprintln(std.err, err)
					status = 1
				}
				for _, f := range findings {
					status = 1
					if !*asJSON {
						fmt.Fprintln(std.out, f)
					} else if err := enc.Encode(f); err != nil {
						return 1, err
					}
				}
			}
			return status, nil
		}
	},
}

func lint(name string) ([]policy.Finding, error) {
	p, err := loadPolicy(name)
	if err != nil {
		return nil, err
	}
	return p.Lint(), nil
}
