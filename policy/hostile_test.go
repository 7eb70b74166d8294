package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are files of about 1 MB that are as costly as files get.
func hostile() map[string]string {
	rules := func(n int, cond func(i int) string) string {
		var b strings.Builder
		b.WriteString("name: a\nrules:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - {id: r%d, doc: d, when: '%s', then: {action: transfer}}\n", i, cond(i))
		}
		return b.String()
	}
	kinds := []string{"emotion.anger", "emotion.sadness", "emotion.anxiety", "emotion.frustration", "dispute.charge"}
	return map[string]string{
		"overlap": rules(500, func(i int) string { // 64 terms each, none of which implies another
			var parts []string
			for k := range 6 {
				parts = append(parts, fmt.Sprintf("(%s>=0.%03d||act.accept&&history.max(\"%s\")>0.%03d)", kinds[k%5], 999-i, kinds[k%5], i))
			}
			return strings.Join(parts, "&&")
		}),
		"cel":        rules(500, func(i int) string { return strings.Repeat(fmt.Sprintf(`size(channel)==%d||`, i), 80) + "true" }),
		"duplicates": "name: a\n" + strings.Repeat("a: 1\n", 200_000),
		"mistakes":   rules(500, func(i int) string { return strings.Repeat("nope"+fmt.Sprint(i)+".x>1||", 120) + "true" }),
		"phrases":    "name: a\nsignals: {shop.a: {doc: d, phrases: {en: [" + strings.Repeat("(a|b|c)? (d|e|f)? (g|h|i)? (j|k|l)?,", 25_000) + "z]}}}\nrules: [{id: a, doc: d, when: shop.a > 0.5, then: {action: offer}}]",
		"flow":       "name: a\nrules: [" + strings.Repeat("{a: [{b: [1]}]},", 60_000) + "]",
		"text":       "name: a\ndoc: " + strings.Repeat("x ", 500_000) + "\n",
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, data := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := policy.Parse("x.yaml", []byte(data))
				_ = err
			}
		})
	}
}

// A file of mistakes is not looked through to the last one.
func TestManyMistakes(t *testing.T) {
	_, err := policy.Parse("x.yaml", []byte(hostile()["mistakes"]))
	var errs policy.Errors
	require.ErrorAs(t, err, &errs)
	assert.Less(t, len(errs), 300)
	assert.Greater(t, len(errs), 50)
}

func TestTooMany(t *testing.T) {
	_, err := policy.Parse("x.yaml", []byte("name: a\nrules:\n"+strings.Repeat("  - {id: a}\n", 501)))
	assert.EqualError(t, err, "x.yaml:3:3: rules: more than 500")
	for _, field := range []string{"thresholds", "facts"} {
		var b strings.Builder
		fmt.Fprintf(&b, "name: a\n%s:\n", field)
		for i := range 502 {
			fmt.Fprintf(&b, "  a%d: %s\n", i, map[string]string{"thresholds": "0.5", "facts": "{type: text}"}[field])
		}
		b.WriteString("rules: [{id: a, doc: d, when: 'true', then: {action: offer}}]\n")
		_, err := policy.Parse("x.yaml", []byte(b.String()))
		assert.ErrorContains(t, err, "x.yaml:503:3: "+field+": more than 500")
	}
}
