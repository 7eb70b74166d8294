package classify_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/classify"
)

func TestRoundTrip(t *testing.T) {
	for name, c := range configs {
		m := train(t, c)
		b := bytesOf(t, m)
		back, err := classify.Load(b)
		require.NoError(t, err, name)
		assert.Equal(t, m.Config(), back.Config(), name)
		assert.Equal(t, b, bytesOf(t, back), name)
		for _, s := range []string{"my refund has not arrived", "hello", ""} {
			in := input(lexiconOf(t), s)
			assert.Equal(t, m.Score(nil, &in), back.Score(nil, &in), "%s: %q", name, s)
		}
		clear(b) // the model keeps nothing of it
		in := input(lexiconOf(t), "refund")
		assert.Equal(t, m.Score(nil, &in), back.Score(nil, &in), name)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	for _, name := range []string{"vector", "hidden", "one fold"} {
		b := bytesOf(t, train(t, configs[name]))
		for i := range b {
			m, err := classify.Load(b[:i])
			require.ErrorIs(t, err, classify.ErrModel, "%s: the first %d bytes", name, i)
			require.Nil(t, m)
		}
		_, err := classify.Load(append(b[:len(b):len(b)], 0))
		require.ErrorIs(t, err, classify.ErrModel, "a byte too many")
		rng := rand.New(rand.NewPCG(1, 1))
		for range 2000 {
			i, flip := rng.IntN(len(b)), byte(1+rng.IntN(255))
			b[i] ^= flip
			_, err := classify.Load(b)
			require.ErrorIs(t, err, classify.ErrModel, "%s: byte %d", name, i)
			b[i] ^= flip
		}
	}
}

// After a failed read a model is as it was.
func TestUnmarshalKeepsTheModel(t *testing.T) {
	m := train(t, configs["vector"])
	b := bytesOf(t, m)
	require.Error(t, m.UnmarshalBinary(b[:len(b)-1]))
	assert.Equal(t, b, bytesOf(t, m))
}

// FuzzLoad: what is no model is refused; what is accepted writes the bytes that
// it reads, and scores anything with a probability.
func FuzzLoad(f *testing.F) {
	for _, c := range configs {
		if c.Buckets > 1<<10 {
			c.Buckets = 1 << 4
		}
		b := bytesOf(f, train(f, c))
		f.Add(b[:len(b)-4])
	}
	in := input(lexiconOf(f), "my refund is late, and I don't want my money back")
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := classify.Load(b); err == nil {
			check(t, m, in) // of the layout without a checksum
		} else {
			require.ErrorIs(t, err, classify.ErrModel)
		}
		m, err := classify.Load(classify.Seal(b[:len(b):len(b)]))
		if err != nil {
			require.ErrorIs(t, err, classify.ErrModel)
			return
		}
		check(t, m, in)
	})
}

func check(t *testing.T, m *classify.Model, in classify.Input) {
	b := bytesOf(t, m)
	back, err := classify.Load(b)
	require.NoError(t, err)
	require.Equal(t, b, bytesOf(t, back))
	scores := m.Score(nil, &in)
	require.Equal(t, scores, back.Score(nil, &in))
	for k, s := range scores {
		require.True(t, s >= 0 && s <= 1, "score %v", s)
		m.Explain(&in, k, nil)
		m.VectorSlopes(&in, k)
	}
}
