package classify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/escalate/classify"
	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
	"github.com/go-handoff/handoff/escalate/escalatetest"
)

// kinds makes the labels kinds.
func kinds() []classify.TextExample {
	out := texts()
	for i := range out {
		for j, l := range out[i].Labels {
			out[i].Labels[j] = "shop." + l
		}
	}
	return out
}

func textModel(t testing.TB) (*encoder.Model, *classify.TextModel) {
	t.Helper()
	enc, err := pieces.Model()
	require.NoError(t, err)
	m, err := classify.TrainTexts(enc, 0, kinds())
	require.NoError(t, err)
	return enc, m
}

func TestTextsInOtherLanguages(t *testing.T) {
	_, m := textModel(t)
	assert.Equal(t, []string{"shop.back", "shop.late"}, m.Labels())
	for _, tt := range []struct{ back, quote, other string }{
		{"Ich will mein Geld zurück", "Geld zurück", "Wann habt ihr geöffnet?"},
		{"Tôi muốn hoàn tiền", "tiền", "Cửa hàng mở cửa lúc mấy giờ?"},
		{"返金してください", "返金", "営業時間を教えてください"},
	} {
		fs, err := m.Find(tt.back)
		require.NoError(t, err)
		require.Len(t, fs, 2)
		assert.Contains(t, tt.back[fs[0].Start:fs[0].End], tt.quote)
		scores, err := m.Score(nil, tt.back)
		require.NoError(t, err)
		assert.Equal(t, []float64{fs[0].Score, fs[1].Score}, scores)
		other, err := m.Score(nil, tt.other)
		require.NoError(t, err)
		assert.Greater(t, scores[0], 2*other[0], tt.back)
	}
}

// What is found in a text with a vector of hidden units is what moves it.
func TestTextsWithHiddenUnits(t *testing.T) {
	enc, err := pieces.Model()
	require.NoError(t, err)
	c, ex, err := classify.EmbedTexts(enc, 0, kinds())
	require.NoError(t, err)
	c.Hidden, c.Ridge = 4, 50
	m, err := classify.Train(c, ex)
	require.NoError(t, err)
	tm, err := classify.NewTextModel(enc, 0, m)
	require.NoError(t, err)
	const s = "The shoes are lovely, thanks to your colleague, but still: I want my money back"
	fs, err := tm.Find(s)
	require.NoError(t, err)
	assert.Contains(t, s[fs[0].Start:fs[0].End], "money back")
}

func TestUnseen(t *testing.T) {
	enc, err := pieces.Model()
	require.NoError(t, err)
	c, ex, err := classify.EmbedTexts(enc, 0, kinds())
	require.NoError(t, err)
	right := func() (n int) {
		scores, err := classify.Unseen(c, ex)
		require.NoError(t, err)
		for i, s := range scores {
			for k, l := range c.Labels {
				if (s[k] >= 0.5) == (len(ex[i].Labels) > 0 && strings.Contains(strings.Join(ex[i].Labels, " "), l)) {
					n++
				}
			}
		}
		return n
	}
	honest := right()
	c.Folds = 1
	assert.Greater(t, honest, 58, "of 72")
	assert.Greater(t, right(), honest, "what was learnt is known better")
	c.Folds = 0
	for i := range ex {
		ex[i].Group = "me"
	}
	scores, err := classify.Unseen(c, ex)
	require.NoError(t, err)
	assert.Equal(t, make([][]float64, len(ex)), scores, "one group")
	_, err = classify.Unseen(c, nil)
	assert.Error(t, err)
	_, err = classify.Unseen(classify.Config{}, ex)
	assert.Error(t, err)
}

func TestTextModelRoundTrip(t *testing.T) {
	enc, m := textModel(t)
	b := bytesOf(t, m)
	back, err := classify.LoadTexts(enc, b)
	require.NoError(t, err)
	assert.Equal(t, m, back)
	for i := range b {
		_, err := classify.LoadTexts(enc, b[:i])
		require.ErrorIs(t, err, classify.ErrModel, "the first %d bytes", i)
		b[i] ^= 0x20
		_, err = classify.LoadTexts(enc, b)
		require.ErrorIs(t, err, classify.ErrModel, "byte %d", i)
		b[i] ^= 0x20
	}
	const magic = "classify-texts1\n"
	b[len(magic)+1] ^= 1
	_, err = classify.LoadTexts(enc, classify.Seal(b[:len(b)-4]))
	assert.EqualError(t, err, "classify: model: learnt from another encoder: "+classify.ErrModel.Error())
	_, err = classify.LoadTexts(enc, bytesOf(t, m.Model()))
	assert.ErrorIs(t, err, classify.ErrModel, "a model of vectors says nothing of the depth")
}

func TestTextModelErrors(t *testing.T) {
	enc, m := textModel(t)
	_, err := classify.TrainTexts(enc, 12, kinds())
	assert.ErrorIs(t, err, encoder.ErrDepth, "pieces alone")
	_, err = classify.TrainTexts(enc, 0, nil)
	assert.ErrorContains(t, err, "0 labels")
	_, err = classify.NewTextModel(enc, 12, m.Model())
	assert.EqualError(t, err, "classify: depth 12, the encoder has [0]: no such depth")
	_, err = classify.NewTextModel(enc, 0, train(t, configs["all"]))
	assert.EqualError(t, err, "classify: model of a vector of 8 values, 4096 buckets and 2 phrase groups, want a vector of 384 alone")

	var zero classify.TextModel
	_, err = zero.Score(nil, "a")
	assert.ErrorContains(t, err, "zero TextModel")
	assert.Nil(t, zero.Labels())
	_, err = zero.Find("a")
	assert.Error(t, err)
	_, err = zero.MarshalBinary()
	assert.Error(t, err)
	_, err = zero.Detector(escalate.Info{Name: "a"})
	assert.Error(t, err)
}

func TestDetector(t *testing.T) {
	_, m := textModel(t)
	d, err := m.Detector(escalate.Info{Name: "shop", Version: 1, Doc: "Reports late parcels and refunds."})
	require.NoError(t, err)
	assert.Equal(t, []escalate.Kind{"shop.back", "shop.late"}, d.Info().Kinds)
	assert.NoError(t, escalatetest.TestDetector(d))

	only, err := m.Detector(escalate.Info{Name: "late", Version: 1, Doc: "Reports late parcels.", Kinds: []escalate.Kind{"shop.late"}})
	require.NoError(t, err)
	e, err := escalate.New(silent{}, escalate.WithDetectors(only))
	require.NoError(t, err)
	read := func(s string) []escalate.Signal {
		rs, err := e.Read(t.Context(), escalate.Transcript{Turns: []escalate.Turn{{Role: escalate.Customer, Text: s}}})
		require.NoError(t, err)
		require.Empty(t, rs[0].Failed)
		return rs[0].Signals
	}
	got := read("hi. my parcel still hasn't arrived and I want my money back")
	require.Len(t, got, 1)
	assert.Equal(t, escalate.Kind("shop.late"), got[0].Kind)
	assert.Greater(t, got[0].Score, escalate.Score(0.4))
	require.Len(t, got[0].Evidence, 1)
	assert.Contains(t, got[0].Evidence[0].Quote, "arrived")
	for _, s := range []string{"", "...", "12345", "\xff"} {
		assert.Empty(t, read(s), "%q says nothing", s)
	}

	_, err = m.Detector(escalate.Info{Name: "late", Kinds: []escalate.Kind{"shop.lost"}})
	assert.ErrorContains(t, err, `"shop.lost"`)
	enc, err := pieces.Model()
	require.NoError(t, err)
	plain, err := classify.TrainTexts(enc, 0, texts())
	require.NoError(t, err)
	_, err = plain.Detector(escalate.Info{Name: "late"})
	assert.EqualError(t, err, `classify: label "back": no kind of signal`)
}

type silent struct{}

func (silent) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "silent"} }
func (silent) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }
