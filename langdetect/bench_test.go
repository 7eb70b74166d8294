package langdetect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect"
)

var benchTexts = []struct{ name, text string }{
	{"neutral", "refund pls"},
	{"short", "where is my order please"},
	{"bare", "don hang cua toi dau roi"},
	{"hindi", "मेरा ऑर्डर अभी तक नहीं आया"},
	{"long", strings.Repeat("I have been waiting for my package since Monday and nobody answers. ", 10)},
	{"paste", strings.Repeat("I have been waiting for my package since Monday and nobody answers. ", 900)},
}

func BenchmarkDetect(b *testing.B) {
	d, err := langdetect.New()
	require.NoError(b, err)
	for _, x := range benchTexts {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Detect(x.text)
			}
		})
	}
}

func BenchmarkSpans(b *testing.B) {
	d, err := langdetect.New()
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		d.Spans("Mình đặt hàng hôm qua but nobody has contacted me since")
	}
}

func BenchmarkPool(b *testing.B) {
	d, err := langdetect.New()
	require.NoError(b, err)
	r := d.Detect("where is my order please")
	b.ReportAllocs()
	var p langdetect.Pool
	for b.Loop() {
		p.Add(r)
		p.Result()
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := langdetect.New(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestDetectAllocates holds the budget of a message: the slices of its result.
func TestDetectAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools at random")
	}
	d, err := langdetect.New()
	require.NoError(t, err)
	for _, x := range benchTexts {
		d.Detect(x.text)
		assert.LessOrEqual(t, testing.AllocsPerRun(50, func() { d.Detect(x.text) }), 8.0, x.name)
	}
}
