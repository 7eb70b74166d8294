package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/backtest"
)

// exceeded is the exit status where a limit is.
const exceeded = 3

var backtestCommand = command{
	name: "backtest",
	args: "-a POLICY -b POLICY [-readings FILE] [-max-increase 2%] [-max-decrease 2%] [-max-changed 5%] [-json] [-light] [FILE...]",
	does: "read transcripts, say what policy B decides differently from policy A; exit status 3 where a limit is exceeded",
	exec: func(fs *flag.FlagSet) func(context.Context, []string, stdio) (int, error) {
		b := &backtester{increase: 1, decrease: 1, changed: 1}
		nameA := fs.String("a", "balanced", "the policy of today: a preset's `name` or a file")
		nameB := fs.String("b", "", "the policy of tomorrow: a preset's `name` or a file")
		fs.Func("max-increase", "fail where the share of conversations handed over rises by more than this `share`", shareInto(&b.increase))
		fs.Func("max-decrease", "fail where it falls by more than this `share`", shareInto(&b.decrease))
		fs.Func("max-changed", "fail where more than this `share` of customer turns are decided differently", shareInto(&b.changed))
		fs.IntVar(&b.examples, "examples", 3, "how many `examples` of each change to show")
		fs.BoolVar(&b.json, "json", false, "write the report as JSON")
		b.past.flags(fs)
		return func(ctx context.Context, args []string, std stdio) (int, error) {
			if *nameB == "" {
				return 2, errors.New("-b is missing")
			}
			var err error
			if b.a, err = loadPolicy(*nameA); err != nil {
				return 2, err
			}
			if b.b, err = loadPolicy(*nameB); err != nil {
				return 2, err
			}
			return b.run(ctx, args, std)
		}
	},
}

type backtester struct {
	a, b                        *policy.Policy
	increase, decrease, changed float64
	examples                    int
	json                        bool
	past                        past
}

func (b *backtester) run(ctx context.Context, args []string, std stdio) (int, error) {
	report := backtest.NewReport(b.a.Info(), b.b.Info(), b.examples)
	good, err := b.past.each(ctx, args, std, []*policy.Policy{b.a, b.b}, func(ctx context.Context, t escalate.Transcript, _ []byte, base []escalate.Reading) (any, error) {
		return b.past.reader.Compare(ctx, b.a, b.b, t, base)
	}, func(v any) {
		if c, ok := v.(*backtest.Comparison); ok {
			report.Add(c)
		}
	})
	if err != nil {
		return 1, err
	}
	if b.json {
		err = writeJSON(std.out, report)
	} else {
		_, err = io.WriteString(std.out, report.Text())
	}
	if err != nil {
		return 1, err
	}
	return b.verdict(report, good, std)
}

// verdict says which limits are exceeded.
func (b *backtester) verdict(r *backtest.Report, good bool, std stdio) (int, error) {
	status := 0
	if !good {
		status = 1
	}
	check := func(what string, got, limit float64) {
		if got > limit+1e-12 {
			fmt.Fprintf(std.err, "escalate backtest: %s by %.2f %%, more than %.2f %%\n", what, 100*got, 100*limit)
			status = exceeded
		}
	}
	check("hand-overs rise", r.Increase(), b.increase)
	check("hand-overs fall", -r.Increase(), b.decrease)
	check("decisions change", r.ChangedShare(), b.changed)
	return status, nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// past reads past conversations on all cores, or takes the readings that were
// kept.
type past struct {
	readings string
	light    bool
	quiet    bool
	reader   *backtest.Reader
	store    *backtest.Store
}

func (p *past) flags(fs *flag.FlagSet) {
	fs.StringVar(&p.readings, "readings", "", "keep the readings of these conversations in `FILE` for the next run; it holds words of customers")
	fs.BoolVar(&p.light, "light", false, "use the engine of microseconds")
	fs.BoolVar(&p.quiet, "q", false, "no progress on standard error")
}

// read is a conversation on its way through.
type read struct {
	value any
	line  []byte // for the store
	found bool
}

// each gives every conversation with its readings to f, on all cores, and what
// f returns to add, in order. It reports whether every line was good.
func (p *past) each(ctx context.Context, files []string, std stdio, policies []*policy.Policy,
	f func(ctx context.Context, t escalate.Transcript, line []byte, base []escalate.Reading) (any, error), add func(any)) (good bool, err error) {
	e, err := newEngine(p.light, policies[0])
	if err != nil {
		return false, err
	}
	if p.reader, err = backtest.NewReader(e, policies...); err != nil {
		return false, err
	}
	if p.readings != "" {
		if p.store, err = backtest.OpenStore(p.readings, p.reader.Detectors()); err != nil {
			return false, err
		}
	}
	pr := &progress{w: std.err, quiet: p.quiet, start: time.Now()}
	pump := newPump(ctx, std.err, func(ctx context.Context, j *job) (any, error) { return p.one(ctx, j, f) })
	if p.store != nil {
		pump.before = func(j *job) (err error) {
			j.extra, err = p.store.Next(backtest.Key(j.data))
			return err
		}
	}
	pump.sink = func(v any) error {
		r, ok := v.(*read)
		if !ok {
			return fmt.Errorf("unexpected %T", v)
		}
		pr.step()
		add(r.value)
		if p.store != nil {
			return p.store.Put(r.line, r.found)
		}
		return nil
	}
	err = pump.files(files, std.in)
	pr.end(p.store)
	if p.store != nil {
		if err != nil {
			return false, errors.Join(err, p.store.Discard())
		}
		err = p.store.Close()
	}
	return pump.ok, err
}

func (p *past) one(ctx context.Context, j *job, f func(context.Context, escalate.Transcript, []byte, []escalate.Reading) (any, error)) (any, error) {
	var t escalate.Transcript
	if err := json.Unmarshal(j.data, &t); err != nil {
		return nil, err
	}
	out := &read{}
	var base []escalate.Reading
	var err error
	if line, _ := j.extra.([]byte); line != nil {
		out.line, out.found = line, true
		base, err = backtest.Readings(line)
	} else {
		base, err = p.reader.Read(ctx, t)
		if err == nil && p.store != nil {
			out.line, err = backtest.Line(backtest.Key(j.data), base)
		}
	}
	if err != nil {
		return nil, err
	}
	out.value, err = f(ctx, t, j.data, base)
	return out, err
}

// progress says on standard error how far a long run is.
type progress struct {
	w     io.Writer
	quiet bool
	start time.Time
	last  time.Time
	n     int
}

func (p *progress) step() {
	p.n++
	if now := time.Now(); !p.quiet && p.n%32 == 0 && now.Sub(p.start) > 2*time.Second && now.Sub(p.last) > 2*time.Second {
		p.last = now
		fmt.Fprintf(p.w, "%d conversations, %.0f a second\n", p.n, float64(p.n)/now.Sub(p.start).Seconds())
	}
}

func (p *progress) end(s *backtest.Store) {
	if p.quiet {
		return
	}
	fmt.Fprintf(p.w, "%d conversations in %.1f s", p.n, time.Since(p.start).Seconds())
	if s != nil {
		fmt.Fprintf(p.w, ", readings of %d kept, of %d new", s.Found, s.Made)
	}
	fmt.Fprintln(p.w)
}
