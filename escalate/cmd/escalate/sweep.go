package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/backtest"
)

var sweepCommand = command{
	name: "sweep",
	args: "[-policy NAME|FILE] [-threshold NAME=FROM:TO:STEP] [-cost MISS:NEEDLESS] [-plot FILE.svg|FILE.csv] [-readings FILE] [-light] [FILE...]",
	does: "read labelled transcripts (gold.transfer, gold.turn), show misses against needless hand-overs by threshold",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		s := &sweeper{miss: 1, needless: 1}
		name := fs.String("policy", "balanced", "a preset's `name` or a policy file")
		fs.Func("threshold", "a threshold and its values, for instance `likely=0.3:0.8:0.05`; repeat for several, each swept alone (default all from 0.1 to 0.9)",
			func(v string) error { s.wanted = append(s.wanted, v); return nil })
		fs.Func("cost", "what a miss costs against a needless hand-over, for instance `5:1` (default 1:1)", s.cost)
		fs.StringVar(&s.plot, "plot", "", "draw the trade to `FILE`: .svg, or .csv for the numbers")
		s.past.flags(fs)
		return func(ctx context.Context, args []string, std stdio) (int, error) {
			p, err := loadPolicy(*name)
			if err != nil {
				return 2, err
			}
			if err := s.prepare(p); err != nil {
				return 2, err
			}
			return s.run(ctx, p, args, std)
		}
	},
}

type sweeper struct {
	wanted         []string
	miss, needless float64
	plot           string
	past           past
	sweeps         []*backtest.Sweep
	unlabelled     int
}

func (s *sweeper) cost(v string) error {
	miss, needless, ok := strings.Cut(v, ":")
	x, err1 := strconv.ParseFloat(miss, 64)
	y, err2 := strconv.ParseFloat(needless, 64)
	if !ok || err1 != nil || err2 != nil || !(x >= 0 && x <= 1e9 && y >= 0 && y <= 1e9) {
		return fmt.Errorf("%q: want MISS:NEEDLESS, for instance 5:1", v)
	}
	s.miss, s.needless = x, y
	return nil
}

func (s *sweeper) prepare(p *policy.Policy) error {
	if s.plot != "" && !strings.HasSuffix(s.plot, ".svg") && !strings.HasSuffix(s.plot, ".csv") {
		return fmt.Errorf("-plot %s: want a name that ends in .svg or .csv", s.plot)
	}
	wanted := s.wanted
	if wanted == nil {
		for _, name := range slices.Sorted(maps.Keys(p.Thresholds())) {
			wanted = append(wanted, name+"=0.1:0.9:0.05")
		}
	}
	for _, w := range wanted {
		name, spec, ok := strings.Cut(w, "=")
		parts := strings.Split(spec, ":")
		if !ok || len(parts) != 3 {
			return fmt.Errorf("-threshold %s: want NAME=FROM:TO:STEP", w)
		}
		var x [3]float64
		for i, part := range parts {
			var err error
			if x[i], err = strconv.ParseFloat(part, 64); err != nil {
				return fmt.Errorf("-threshold %s: %q is no number", w, part)
			}
		}
		values, err := backtest.Values(x[0], x[1], x[2])
		if err != nil {
			return err
		}
		sweep, err := backtest.NewSweep(p, name, values)
		if err != nil {
			return err
		}
		sweep.CostMiss, sweep.CostNeedless = s.miss, s.needless
		s.sweeps = append(s.sweeps, sweep)
	}
	return nil
}

func (s *sweeper) run(ctx context.Context, p *policy.Policy, args []string, std stdio) (int, error) {
	good, err := s.past.each(ctx, args, std, []*policy.Policy{p}, s.judge, func(v any) {
		verdicts, ok := v.([]backtest.Verdict)
		if !ok {
			s.unlabelled++
			return
		}
		for i, sweep := range s.sweeps {
			sweep.Add(verdicts[i])
		}
	})
	if err != nil {
		return 1, err
	}
	if s.unlabelled > 0 {
		fmt.Fprintf(std.err, "%d conversations without a label (gold.transfer) left out\n", s.unlabelled)
	}
	for _, sweep := range s.sweeps {
		sweep.Finish()
		if _, err := io.WriteString(std.out, sweep.Text()+"\n"); err != nil {
			return 1, err
		}
	}
	if s.plot != "" {
		text := backtest.SVG(s.sweeps...)
		if strings.HasSuffix(s.plot, ".csv") {
			text = backtest.CSV(s.sweeps...)
		}
		if err := os.WriteFile(s.plot, []byte(text), 0o644); err != nil {
			return 1, err
		}
	}
	if !good {
		return 1, errors.New("some lines could not be read")
	}
	return 0, nil
}

// judge returns the verdicts of every sweep; nothing for a conversation
// without a label.
func (s *sweeper) judge(ctx context.Context, t escalate.Transcript, line []byte, base []escalate.Reading) (any, error) {
	label, ok := backtest.LabelOf(line)
	if !ok {
		return nil, nil
	}
	readings, err := s.past.reader.For(ctx, 0, t, base)
	if err != nil {
		return nil, err
	}
	out := make([]backtest.Verdict, len(s.sweeps))
	for i, sweep := range s.sweeps {
		if out[i], err = sweep.Judge(ctx, t.Conversation, readings, label); err != nil {
			return nil, err
		}
	}
	return out, nil
}
