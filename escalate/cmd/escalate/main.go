// Command escalate reads conversations as JSON Lines and writes decisions.
//
//	escalate decide [-turns] [-light] [-policy NAME|FILE] [-bot-languages TAGS] [FILE...]
//	escalate signals [-light] [-use-lang-hint] [FILE...]
//
// decide writes, for each transcript, the decision at its last customer turn,
// or with -turns the decisions at every one, each from the turns up to it.
// signals writes, for each {"id","text"}, the probabilities of that one customer
// message. Without files, both read standard input.
//
// A line that cannot be read is reported on standard error as
// {"file","line","error"}; the others go on, and the exit status is 1. Wrong
// arguments give exit status 2.
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
}

// lineFunc turns one input line into one output value.
type lineFunc func(ctx context.Context, line []byte) (any, error)

var commands = []command{decideCommand, signalsCommand}

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
	build := c.setup(fs)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
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
