// Package presets holds the policies to start from. Each is a file of this
// folder: extend it from a policy of your own, or copy it.
//
//   - balanced: the default, for bots of any trade. Missing a hand-over and
//     handing over needlessly cost the same.
//   - cautious: hands over early - lower thresholds, an offer after one failure
//     of the bot, a transfer at the first frustration.
//   - contained: hands over late, and never holds back danger, fraud, the law, a
//     promise or a request for a person.
//   - ecommerce: special orders, product details that the bot cannot answer,
//     costly and late orders, customers of the upper tiers. Facts: order_value,
//     order_late, customer_tier.
//   - healthcare: red flags that add up over the conversation, self-harm, advice
//     and reports, worry about health, languages that the bot does not serve.
//   - finance: accounts and cards that are locked or blocked, failing logins,
//     disputes, complaints, advice, vulnerable circumstances, bots that loop.
//     Fact: failed_logins.
//
// The last three extend balanced, name the sources of their rules in the file,
// and bring signals of their own: give the engine [policy.Policy.Detectors], and
// ask [policy.Policy.Check]. Their phrases are in English and Vietnamese, with a
// few in Spanish, French and German; they were written by hand and are tried in
// testdata. The files are not legal or medical advice, and loading one makes no
// service compliant with anything.
//
// The tests in the folder tests see every rule and every condition of each
// preset at work, and notice 97 % of deliberate faults or more
// (TestPresets; "escalate test -mutation-threshold 90% NAME" lists the rest).
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
