// Command escalate reads conversations as JSON Lines and writes decisions.
//
//	escalate decide [-turns] [-light] [-policy NAME|FILE] [-bot-languages TAGS] [FILE...]
//	escalate signals [-light] [-use-lang-hint] [FILE...]
//	escalate embed [-depth N] [FILE...]
//	escalate train [-depth N] [-out FILE] [FILE...]
//	escalate test [-cover-threshold SHARE] [-mutation-threshold SHARE] [-junit FILE] [-v] [-light] FILE|FOLDER|PRESET...
//	escalate lint [-json] POLICY...
//	escalate explain [-policy NAME|FILE] [-turn N] [-json] [-light] [FILE...]
//	escalate backtest -a POLICY -b POLICY [-readings FILE] [-max-increase 2%] [-light] [FILE...]
//	escalate sweep [-policy NAME|FILE] [-threshold NAME=FROM:TO:STEP] [-plot FILE] [-readings FILE] [-light] [FILE...]
//
// decide writes, for each transcript, the decision at its last customer turn,
// or with -turns the decisions at every one, each from the turns up to it.
// signals writes, for each {"id","text"}, the probabilities of that one customer
// message. embed writes the vector of each text. Without files, they read
// standard input.
//
// train learns a classifier of texts from {"text","labels"} lines, as package
// classify describes; it writes no model where a line is bad.
//
// test runs policy tests, lint looks through policies, explain says why a policy
// decides as it does, backtest compares two policies over past conversations,
// and sweep looks for the threshold that errs least on labelled ones; package
// policy and its folders describe them.
//
// A line that cannot be read is reported on standard error as
// {"file","line","error"}; the others go on, and the exit status is 1. Wrong
// arguments give exit status 2. A policy test that fails and a finding of lint
// give 1, a limit of backtest that is exceeded gives 3.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command is a subcommand: it declares its flags and returns what to do with
// each line once they are parsed.
type command struct {
	name, args, does string
	setup            func(fs *flag.FlagSet) func() (lineFunc, error)
	// exec is for commands that are not line by line; setup is nil then. It
	// returns the exit status, and an error to print.
	exec func(fs *flag.FlagSet) func(ctx context.Context, args []string, std stdio) (int, error)
}

// stdio is what a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// lineFunc turns one input line into one output value.
type lineFunc func(ctx context.Context, line []byte) (any, error)

var commands = []command{decideCommand, signalsCommand, embedCommand, trainCommand, testCommand, lintCommand, explainCommand, backtestCommand, sweepCommand}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		usage(stderr)
		return 2
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		usage(stdout)
		return 0
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, args[1:], stdin, stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "escalate: unknown command %q\n", args[0])
	usage(stderr)
	return 2
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage:")
	for _, c := range commands {
		fmt.Fprintf(w, "  escalate %s %s\n      %s\n", c.name, c.args, c.does)
	}
}

func (c command) run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("escalate "+c.name, flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() {
		fmt.Fprintf(stderr, "usage: escalate %s %s\n", c.name, c.args)
		fs.PrintDefaults()
	}
	if c.exec != nil {
		do := c.exec(fs)
		if status, ok := parsed(fs, args); !ok {
			return status
		}
		status, err := do(ctx, fs.Args(), stdio{stdin, stdout, stderr})
		if err != nil {
			fmt.Fprintf(stderr, "escalate %s: %v\n", c.name, err)
			return max(status, 1)
		}
		return status
	}
	build := c.setup(fs)
	if status, ok := parsed(fs, args); !ok {
		return status
	}
	f, err := build()
	if err != nil {
		fmt.Fprintf(stderr, "escalate %s: %s\n", c.name, strings.TrimPrefix(err.Error(), "escalate: "))
		return 2
	}
	ok, err := lines(ctx, fs.Args(), stdin, stdout, stderr, f)
	if err != nil {
		fmt.Fprintf(stderr, "escalate %s: %v\n", c.name, err)
		return 1
	}
	if !ok {
		return 1
	}
	return 0
}

// parsed parses the flags; where it reports false, the command ends with status.
func parsed(fs *flag.FlagSet, args []string) (status int, ok bool) {
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0, false
	case err != nil:
		return 2, false
	}
	return 0, true
}
