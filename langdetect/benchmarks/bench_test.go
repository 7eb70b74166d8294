package benchmarks

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/abadojack/whatlanggo"
	"github.com/pemistahl/lingua-go"

	"github.com/go-handoff/handoff/langdetect"
	second "github.com/go-handoff/handoff/langdetect/lingua"
)

// messages returns the messages of langdetect's table that carry a language.
func messages(tb testing.TB) (langs, texts []string) {
	f, err := os.Open("../testdata/messages.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		part := strings.SplitN(sc.Text(), "\t", 3)
		if len(part) == 3 && part[1] != "neutral" && part[1] != "short" {
			langs, texts = append(langs, strings.TrimSuffix(part[0], "-Latn")), append(texts, part[2])
		}
	}
	return langs, texts
}

func run(b *testing.B, detect func(string)) {
	_, texts := messages(b)
	for _, s := range texts {
		detect(s)
	}
	var each []time.Duration
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		start := time.Now()
		detect(texts[i%len(texts)])
		each = append(each, time.Since(start))
		i++
	}
	slices.Sort(each)
	b.ReportMetric(float64(each[len(each)/2].Nanoseconds()), "median-ns")
}

func BenchmarkLangdetect(b *testing.B) {
	d, err := langdetect.New()
	if err != nil {
		b.Fatal(err)
	}
	run(b, func(s string) { d.Detect(s) })
}

func BenchmarkLangdetectWithLingua(b *testing.B) {
	o, err := second.New()
	if err != nil {
		b.Fatal(err)
	}
	d, err := langdetect.New(langdetect.WithSecondOpinion(o))
	if err != nil {
		b.Fatal(err)
	}
	run(b, func(s string) { d.Detect(s) })
}

func BenchmarkWhatlanggo(b *testing.B) { run(b, func(s string) { whatlanggo.Detect(s) }) }

func BenchmarkLingua75(b *testing.B) {
	d := lingua.NewLanguageDetectorBuilder().FromAllLanguages().WithPreloadedLanguageModels().Build()
	run(b, func(s string) { d.DetectLanguageOf(s) })
}

// TestTable prints how many of the messages each names right. Urdu and Hindi
// count as one where romanised, and so do Croatian, Serbian and Bosnian,
// Indonesian and Malay, as langdetect's own test counts.
func TestTable(t *testing.T) {
	langs, texts := messages(t)
	d, err := langdetect.New()
	if err != nil {
		t.Fatal(err)
	}
	o, err := second.New()
	if err != nil {
		t.Fatal(err)
	}
	both, err := langdetect.New(langdetect.WithSecondOpinion(o))
	if err != nil {
		t.Fatal(err)
	}
	all := lingua.NewLanguageDetectorBuilder().FromAllLanguages().Build()
	for _, x := range []struct {
		name string
		code func(string) string
	}{
		{"langdetect", func(s string) string { return d.Detect(s).ISO639_3 }},
		{"langdetect with lingua", func(s string) string { return both.Detect(s).ISO639_3 }},
		{"lingua, 75 languages", func(s string) string {
			l, _ := all.DetectLanguageOf(s)
			return strings.ToLower(l.IsoCode639_3().String())
		}},
		{"whatlanggo", func(s string) string { return whatlanggo.Detect(s).Lang.Iso6393() }},
	} {
		right := 0
		for i, s := range texts {
			if class(x.code(s)) == class(langs[i]) {
				right++
			}
		}
		fmt.Printf("%-24s %d of %d\n", x.name, right, len(texts))
	}
}

func class(c string) string {
	switch c {
	case "msa":
		return "ind"
	case "srp", "bos":
		return "hrv"
	case "nob", "nno":
		return "nor"
	case "cmn":
		return "zho"
	case "arb", "ary", "arq":
		return "ara"
	case "pes":
		return "fas"
	case "urd":
		return "hin"
	}
	return c
}
