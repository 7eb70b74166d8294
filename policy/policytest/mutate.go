package policytest

import (
	"context"
)

// Mutation says which deliberate faults the tests noticed.
type Mutation struct {
	// Killed is how many mutants at least one test noticed.
	Killed int
	// Survived names the others.
	Survived []string
}

// Score is the share of mutants noticed, in [0, 1].
func (m Mutation) Score() float64 { return ratio(m.Killed, m.Killed+len(m.Survived)) }

// Mutate runs the tests against each mutant of the policy; see
// [policy.Policy.Mutants]. Tests marked todo take no part. The error is that of
// [Suite.Run].
func (s *Suite) Mutate(ctx context.Context, opts ...Option) (Mutation, error) {
	read, err := s.read(ctx, newConfig(opts))
	if err != nil {
		return Mutation{}, err
	}
	var out Mutation
	for _, m := range s.Policy.Mutants() {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		killed := false
		for i := range s.Tests {
			t := &s.Tests[i]
			if killed = t.Todo == "" && len(t.judge(m.Policy, read[i])) > 0; killed {
				break
			}
		}
		if killed {
			out.Killed++
		} else {
			out.Survived = append(out.Survived, m.Name)
		}
	}
	return out, nil
}
