package escalate

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Decision is the verdict at one customer turn, explained. It marshals to the
// JSON that the command writes; the same conversation gives the same bytes.
// Read only: decisions of one conversation may share evidence.
type Decision struct {
	ID string `json:"id"`
	// Turn is the index of the customer turn in the transcript.
	Turn   int    `json:"turn"`
	Action Action `json:"action"`
	// Score is the probability that a human is needed here.
	Score        Score        `json:"score"`
	Priority     Priority     `json:"priority"`
	Queue        string       `json:"queue"`
	Availability Availability `json:"availability"`
	// Message is what the policy would have the host say to the customer, in
	// their language; "" leaves it to the host.
	Message string `json:"message,omitempty"`
	// Reasons say why, strongest first. A transfer that stands from an earlier
	// turn keeps the reasons and the evidence of that turn.
	Reasons []Reason `json:"reasons"`
	// NearMisses are the rules that came closest to firing.
	NearMisses []NearMiss `json:"near_misses"`
	// Signals are the probabilities of everything that was reported at this turn.
	Signals map[Kind]Score `json:"signals"`
	// Unverified are the kinds whose detectors do not know the customer's
	// language; that they are low or missing is no evidence of absence.
	Unverified []Kind     `json:"unverified"`
	Language   Language   `json:"language"`
	Policy     PolicyInfo `json:"policy"`
	// Failed names the detectors that failed; the decision rests on the others.
	Failed []string `json:"failed"`
	// Notes say what of the input was left out or not believed.
	Notes []string `json:"notes,omitempty"`

	failures []*DetectorError
}

func newDecision(id string, r *Reading, p PolicyInfo) *Decision {
	d := &Decision{ID: id, Turn: r.Turn, Policy: p, Language: r.Language, failures: r.Failures, Notes: r.Notes,
		// Lists are never null in JSON.
		Reasons: []Reason{}, NearMisses: []NearMiss{}, Signals: make(map[Kind]Score, len(r.Signals)),
		Unverified: append([]Kind{}, r.Unverified...), Failed: append([]string{}, r.Failed...)}
	for _, s := range r.Signals {
		d.Signals[s.Kind] = s.Score
	}
	return d
}

// Err joins the faults of the detectors that failed, each a [*DetectorError];
// nil if none did. The decision is good all the same.
func (d *Decision) Err() error {
	errs := make([]error, len(d.failures))
	for i, f := range d.failures {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// String gives a person a readable account over several lines.
func (d *Decision) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "turn %d: %s", d.Turn, d.Action)
	if d.Priority != Normal {
		fmt.Fprintf(&b, ", %s priority", d.Priority)
	}
	if d.Queue != "" {
		fmt.Fprintf(&b, ", queue %s", d.Queue)
	}
	if d.Availability != Now {
		fmt.Fprintf(&b, ", %s", d.Availability)
	}
	fmt.Fprintf(&b, " (score %.2f)", float64(d.Score))
	for _, r := range d.Reasons {
		fmt.Fprintf(&b, "\n  %s: %s", r.Rule, r.Text)
		if r.Signal != "" {
			fmt.Fprintf(&b, " [%s %.2f]", r.Signal, float64(r.Score))
		}
		for _, e := range r.Evidence {
			fmt.Fprintf(&b, "\n    turn %d: %q", e.Turn, e.Quote)
		}
	}
	if d.Action == Continue {
		for _, n := range d.NearMisses[:min(1, len(d.NearMisses))] {
			fmt.Fprintf(&b, "\n  closest: %s, missing %s", n.Rule, n.Missing)
		}
	}
	if len(d.Failed) > 0 {
		fmt.Fprintf(&b, "\n  failed: %s", strings.Join(d.Failed, ", "))
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "\n  note: %s", n)
	}
	return b.String()
}

// LogValue implements [slog.LogValuer]: what an operator looks for, without
// the customer's words.
func (d *Decision) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("id", d.ID), slog.Int("turn", d.Turn), slog.String("action", d.Action.String()),
		slog.Float64("score", float64(d.Score)), slog.String("priority", d.Priority.String())}
	if d.Queue != "" {
		attrs = append(attrs, slog.String("queue", d.Queue))
	}
	if d.Availability != Now {
		attrs = append(attrs, slog.String("availability", d.Availability.String()))
	}
	if len(d.Reasons) > 0 {
		rules := make([]string, len(d.Reasons))
		for i, r := range d.Reasons {
			rules[i] = r.Rule
		}
		attrs = append(attrs, slog.String("rules", strings.Join(rules, ",")))
	}
	if d.Language.Known() {
		attrs = append(attrs, slog.String("language", d.Language.Tag))
	}
	if len(d.Failed) > 0 {
		attrs = append(attrs, slog.String("failed", strings.Join(d.Failed, ",")))
	}
	return slog.GroupValue(attrs...)
}
