package lingua_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/langdetect/lingua"
)

func TestNewReportsEveryMistake(t *testing.T) {
	_, err := lingua.New(lingua.WithLanguages("deu", "xxx"))
	require.ErrorContains(t, err, `lingua: language "xxx": not among the 75`)
	require.ErrorContains(t, err, "fewer than two languages")
	o, err := lingua.New()
	require.NoError(t, err)
	assert.Len(t, o.Languages(), 75)
	assert.IsIncreasing(t, o.Languages())
}

func TestAskWeighsTheCandidates(t *testing.T) {
	o, err := lingua.New(lingua.WithLanguages("ind", "msa", "eng"))
	require.NoError(t, err)
	got := o.Ask("tak ada orang angkat telefon", []string{"ind", "msa"})
	require.Len(t, got, 2)
	assert.Greater(t, got[1], got[0])
	assert.Nil(t, o.Ask("", []string{"ind", "msa"}))
	assert.Nil(t, o.Ask("barang", []string{"ind"}), "nothing to weigh")
	assert.Nil(t, o.Ask("barang", []string{"fra", "ita"}), "unknown to it")
}

func TestAskIsTheSameEveryTime(t *testing.T) {
	o, err := lingua.New(lingua.WithLanguages("ind", "msa"), lingua.WithLowAccuracy())
	require.NoError(t, err)
	for _, text := range []string{"ok", "berapa harga ini", "a", strings.Repeat("barang saya ", 100), "\xff\xfebarang", "!!!", "Ⱥ's", strings.Repeat("!", 2000)} {
		first := o.Ask(text, []string{"ind", "msa"})
		for range 8 {
			require.Equal(t, first, o.Ask(text, []string{"ind", "msa"}), "%q", text)
		}
	}
}

func TestOpinionHelpsACloseCall(t *testing.T) {
	o, err := lingua.New(lingua.WithLanguages("ind", "msa"))
	require.NoError(t, err)
	id, err := langdetect.New(langdetect.WithSecondOpinion(o))
	require.NoError(t, err)
	require.Equal(t, "id", langdetect.Detect("tak ada orang angkat telefon").Tag)
	for text, want := range map[string]string{"tak ada orang angkat telefon": "ms", "where is my order": "en", "ok": "und", "refund": "und"} {
		assert.Equal(t, want, id.Detect(text).Tag, text)
	}
	assert.GreaterOrEqual(t, id.Detect("Ina son in yi magana da mutum don Allah").LowResource, 0.5, "lingua does not know Hausa")
}

func TestPreload(t *testing.T) {
	o, err := lingua.New(lingua.WithLanguages("ind", "msa"), lingua.WithLowAccuracy())
	require.NoError(t, err)
	o.Preload()
	assert.NotNil(t, o.Ask("barang saya belum sampai", []string{"ind", "msa"}))
}
