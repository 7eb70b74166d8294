package policy_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/go-handoff/handoff/policy/presets"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// turn is a customer turn's signals and acts, as a policy sees them.
type turn struct {
	signals map[escalate.Kind]escalate.Score
	acts    []escalate.Act
	bot     []escalate.Act // of a bot turn before it
}

// judge runs turns of injected signals through a policy.
func judge(t testing.TB, p escalate.Policy, c escalate.Conversation, turns ...turn) []*escalate.Decision {
	t.Helper()
	j, err := escalate.NewJudge(p, c)
	require.NoError(t, err)
	var out []*escalate.Decision
	n := 0
	for _, turn := range turns {
		if turn.bot != nil {
			_, err := j.Judge(escalate.Reading{Turn: n, Role: escalate.Bot, Acts: turn.bot})
			require.NoError(t, err)
			n++
		}
		r := escalate.Reading{Turn: n, Role: escalate.Customer, Acts: turn.acts, Language: escalate.Language{Tag: "ti-Ethi"},
			Whole: &escalate.Evidence{Turn: n, End: 1, Quote: "x"}}
		for k, s := range turn.signals {
			r.Signals = append(r.Signals, escalate.Signal{Kind: k, Score: s, Evidence: []escalate.Evidence{{Turn: n, End: 1, Quote: "x"}}})
		}
		sortSignals(r.Signals)
		d, err := j.Judge(r)
		require.NoError(t, err)
		out = append(out, d)
		n++
	}
	return out
}

func sortSignals(s []escalate.Signal) {
	for i := range s {
		for j := i; j > 0 && s[j].Kind < s[j-1].Kind; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

func one(k escalate.Kind, s escalate.Score) turn {
	return turn{signals: map[escalate.Kind]escalate.Score{k: s}}
}

func balanced(t testing.TB) *policy.Policy {
	p, err := presets.Balanced()
	require.NoError(t, err)
	return p
}

// The table of DECISIONS: what the balanced policy does with each signal.
func TestBalanced(t *testing.T) {
	fin := escalate.Conversation{Vertical: "finance"}
	tests := []struct {
		name  string
		conv  escalate.Conversation
		turns []turn
		want  string // of the last turn: action priority queue rule
	}{
		{"human", escalate.Conversation{}, []turn{one("request.human", .8)}, "transfer normal general asked-for-human"},
		{"vague contact", escalate.Conversation{}, []turn{one("request.human", .45)}, "offer normal general asked-for-contact"},
		{"strong anger", escalate.Conversation{}, []turn{one("emotion.anger", .8)}, "transfer normal complaints angry"},
		{"mild anger", escalate.Conversation{}, []turn{one("emotion.anger", .6)}, "offer normal general rather-angry"},
		{"frustration once", escalate.Conversation{}, []turn{one("emotion.frustration", .9)}, "offer normal general frustrated"},
		{"frustration twice", escalate.Conversation{}, []turn{one("emotion.frustration", .6), one("emotion.frustration", .6)}, "transfer normal general frustrated-for-long"},
		{"frustration and failing bot", escalate.Conversation{}, []turn{one("bot.failure", .7), one("emotion.frustration", .6)}, "transfer normal general frustrated-by-bot"},
		{"strong anxiety", escalate.Conversation{}, []turn{one("emotion.anxiety", .96)}, "transfer normal general afraid"},
		{"mild anxiety", escalate.Conversation{}, []turn{one("emotion.anxiety", .6)}, "offer normal general worried"},
		{"strong sadness", escalate.Conversation{}, []turn{one("emotion.sadness", .8)}, "transfer normal care in-distress"},
		{"mild sadness", escalate.Conversation{}, []turn{one("emotion.sadness", .6)}, "offer normal general sad"},
		{"emergency", escalate.Conversation{}, []turn{one("urgency.emergency", .6)}, "transfer urgent emergency life-at-risk"},
		{"emergency in healthcare", escalate.Conversation{Vertical: "healthcare"}, []turn{one("urgency.emergency", .6)}, "transfer urgent medical life-at-risk"},
		{"security", escalate.Conversation{}, []turn{one("urgency.security", .6)}, "transfer urgent security security-incident"},
		{"deadline", escalate.Conversation{}, []turn{one("urgency.deadline", .6)}, "transfer high general deadline-near"},
		{"charge", escalate.Conversation{}, []turn{one("dispute.charge", .6)}, "transfer normal billing charge-disputed"},
		{"legal", escalate.Conversation{}, []turn{one("dispute.legal", .6)}, "transfer high legal legal-matter"},
		{"complaint", escalate.Conversation{}, []turn{one("dispute.complaint", .6)}, "transfer normal complaints complaint"},
		{"vulnerable with a need", escalate.Conversation{}, []turn{one("special.vulnerable", .8)}, "transfer normal care vulnerable-customer"},
		{"vulnerable mentioned", escalate.Conversation{}, []turn{one("special.vulnerable", .6)}, "offer normal care may-be-vulnerable"},
		{"exception", escalate.Conversation{}, []turn{one("special.exception", .6)}, "offer normal general exception-wanted"},
		{"multi", escalate.Conversation{}, []turn{one("complexity.multi", .6)}, "offer normal general several-problems"},
		{"multi and failed bot", escalate.Conversation{}, []turn{one("bot.failure", .6), one("complexity.multi", .6)}, "transfer normal general several-problems-and-bot-failed"},
		{"specialist", escalate.Conversation{}, []turn{one("complexity.specialist", .6)}, "offer normal specialists specialist-needed"},
		{"specialist in finance", fin, []turn{one("complexity.specialist", .6)}, "transfer normal advisers specialist-of-this-trade"},
		{"one failure", escalate.Conversation{}, []turn{one("bot.failure", .9)}, "continue normal  "},
		{"two failures", escalate.Conversation{}, []turn{one("bot.failure", .9), one("bot.failure", .9)}, "transfer normal general bot-failed-twice"},
		{"two failures with progress between", escalate.Conversation{}, []turn{one("bot.failure", .9), {acts: []escalate.Act{escalate.ActProgress}}, one("bot.failure", .9)}, "continue normal  "},
		{"asks if bot", escalate.Conversation{}, []turn{{signals: map[escalate.Kind]escalate.Score{"bot.unfamiliar": .9}, acts: []escalate.Act{escalate.ActAskIfBot}}}, "continue normal  "},
		{"takes it back", escalate.Conversation{}, []turn{{signals: map[escalate.Kind]escalate.Score{"special.exception": .9}, acts: []escalate.Act{escalate.ActWithdraw}}}, "continue normal  "},
		{"struggles", escalate.Conversation{}, []turn{one("bot.unfamiliar", .7)}, "offer normal general struggles-with-bot"},
		{"struggles twice", escalate.Conversation{}, []turn{one("bot.unfamiliar", .7), one("bot.unfamiliar", .7)}, "transfer normal general struggles-with-bot-again"},
		{"false promise", escalate.Conversation{}, []turn{one("bot.false_promise", .9)}, "transfer normal general promised-human"},
		{"out of scope", escalate.Conversation{}, []turn{one("complexity.out_of_scope", .6)}, "offer normal general out-of-scope"},
		{"out of scope and failed bot", escalate.Conversation{}, []turn{one("bot.failure", .6), one("complexity.out_of_scope", .6)}, "transfer normal general out-of-scope-and-bot-failed"},
		{"unsupported language", escalate.Conversation{}, []turn{one("language.unsupported", .6)}, "transfer normal language:ti language-not-served"},
		{"low-resource language", escalate.Conversation{}, []turn{one("language.low_resource", .8)}, "transfer normal language:ti low-resource-language"},
		{"switching", escalate.Conversation{}, []turn{one("language.switching", .9)}, "continue normal  "},
		{"second offer too soon", escalate.Conversation{}, []turn{one("special.exception", .6), one("emotion.sadness", .6)}, "continue normal  "},
		{"offer declined", escalate.Conversation{}, []turn{{acts: []escalate.Act{escalate.ActDecline}}, one("special.exception", .6)}, "continue normal  "},
		{"offer while the bot waits", escalate.Conversation{}, []turn{{bot: []escalate.Act{escalate.ActAsk}, signals: map[escalate.Kind]escalate.Score{"special.exception": .6}}}, "continue normal  "},
		{"hard reason while the bot waits", escalate.Conversation{}, []turn{{bot: []escalate.Act{escalate.ActAsk}, signals: map[escalate.Kind]escalate.Score{"request.human": .6}}}, "transfer normal general asked-for-human"},
	}
	p := balanced(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ds := judge(t, p, tt.conv, tt.turns...)
			d := ds[len(ds)-1]
			rule := ""
			if len(d.Reasons) > 0 {
				rule = d.Reasons[0].Rule
			}
			assert.Equal(t, tt.want, fmt.Sprintf("%s %s %s %s", d.Action, d.Priority, d.Queue, rule), d.String())
			if d.Action == escalate.Continue {
				assert.NotEmpty(t, d.NearMisses, "a decision to continue explains itself too")
			}
		})
	}
}

func TestOfferComesBackAfterEightTurns(t *testing.T) {
	turns := []turn{one("special.exception", .6)}
	for range 8 {
		turns = append(turns, one("special.exception", .6))
	}
	ds := judge(t, balanced(t), escalate.Conversation{}, turns...)
	for i, d := range ds {
		want := escalate.Continue
		if i == 0 || i == 8 {
			want = escalate.Offer
		}
		assert.Equal(t, want, d.Action, "turn %d", i)
	}
}

func TestNearMissesSayWhatIsMissing(t *testing.T) {
	d := judge(t, balanced(t), escalate.Conversation{}, one("emotion.anger", .48))[0]
	assert.Equal(t, escalate.NearMiss{Rule: "rather-angry", Missing: "emotion.anger 0.48 < 0.50"}, d.NearMisses[0])
}

// The score rises with every signal.
func TestScoreIsMonotone(t *testing.T) {
	p := balanced(t)
	for _, k := range escalate.Kinds() {
		last := escalate.Score(0)
		for s := 0; s <= 20; s++ {
			d := judge(t, p, escalate.Conversation{}, one(k, escalate.Score(s)/20))[0]
			assert.GreaterOrEqual(t, d.Score, last, "%s %d", k, s)
			last = d.Score
		}
	}
}

// More evidence of anything, at this turn or an earlier one, never lowers the
// score, whatever else was said.
func TestScoreNeverFallsWithMoreEvidence(t *testing.T) {
	p := balanced(t)
	kinds := escalate.Kinds()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3).Draw(t, "turns")
		turns := make([]map[escalate.Kind]escalate.Score, n)
		for i := range turns {
			turns[i] = map[escalate.Kind]escalate.Score{}
			for range rapid.IntRange(0, 4).Draw(t, "signals") {
				turns[i][rapid.SampledFrom(kinds).Draw(t, "kind")] = escalate.Score(rapid.IntRange(0, 100).Draw(t, "score")) / 100
			}
		}
		last := func() escalate.Score {
			j, err := escalate.NewJudge(p, escalate.Conversation{})
			require.NoError(t, err)
			var d *escalate.Decision
			for i, signals := range turns {
				r := escalate.Reading{Turn: i, Role: escalate.Customer}
				for _, k := range slices.Sorted(maps.Keys(signals)) {
					r.Signals = append(r.Signals, escalate.Signal{Kind: k, Score: signals[k]})
				}
				d, err = j.Judge(r)
				require.NoError(t, err)
			}
			return d.Score
		}
		before := last()
		at, k := rapid.IntRange(0, n-1).Draw(t, "at"), rapid.SampledFrom(kinds).Draw(t, "more of")
		turns[at][k] = max(turns[at][k], escalate.Score(rapid.IntRange(0, 100).Draw(t, "to"))/100)
		require.GreaterOrEqual(t, last(), before-1e-4, "the score is rounded")
	})
}

func TestConditions(t *testing.T) {
	const file = `
name: test
thresholds: {high: 0.8}
facts:
  tier: {type: text, default: basic}
  value: {type: number, default: 0}
  open: {type: boolean, default: true}
  tags: {type: list}
rules:
  - {id: r, doc: d, when: '%s', then: {action: offer, insist: true}}
`
	facts := map[string]any{"tier": "gold", "value": 120.5, "tags": []string{"vip"}, "open": "not a boolean"}
	conv := escalate.Conversation{Facts: facts, Channel: "line", Vertical: "finance"}
	turns := []turn{one("emotion.anger", .9), one("emotion.anger", .4)}
	tests := []struct {
		when string
		want bool
	}{
		{`facts.tier == "gold"`, true},
		{`facts.value > 120`, true},
		{`facts.value > 121`, false},
		{`"vip" in facts.tags`, true},
		{`facts.open`, true}, // of another type: the default
		{`channel == "line" && vertical == "finance"`, true},
		{`language.tag.startsWith("ti")`, true},
		{`state.customer_turns == 2 && state.since_offer == -1 && !state.transferred`, true},
		{`history.max("emotion.anger") > threshold.high`, true},
		{`history.max_in("emotion.anger", 1) > threshold.high`, false},
		{`history.ago("emotion.anger", 1) == 0.9`, true},
		{`history.level("emotion.anger") > 0.72 && history.level("emotion.anger") < 0.73`, true}, // 1 - 0.6 * (1 - 0.6*0.9)
		{`history.count("emotion.anger", 0.4) == 2`, true},
		{`history.count_in("emotion.anger", 0.5, 1) == 0`, true},
		{`emotion.anger >= 0.5 || emotion.anger < 0.45`, true},
		{`!(emotion.anger >= 0.4)`, false},
		{`emotion.anger > 0 ? true : false`, true},
		{`double(facts.tier) > 1.0`, false}, // an error counts as false
	}
	for _, tt := range tests {
		p, err := policy.Parse("t.yaml", fmt.Appendf(nil, file, tt.when))
		require.NoError(t, err, tt.when)
		d := judge(t, p, conv, turns...)[1]
		assert.Equal(t, tt.want, len(d.Reasons) > 0, "%s\n%s", tt.when, d)
	}
}

func TestMessageInTheCustomersLanguage(t *testing.T) {
	p, err := policy.Parse("t.yaml", []byte(`
name: test
rules:
  - id: r
    doc: d
    when: "true"
    then:
      action: transfer
      message: {ti: ሰላም, zh-Hant: 您好, default: Hello}
`))
	require.NoError(t, err)
	assert.Equal(t, "ሰላም", judge(t, p, escalate.Conversation{}, turn{})[0].Message) // judge's customer writes ti-Ethi
	_, err = policy.Parse("t.yaml", []byte("name: a\nrules: [{id: r, doc: d, when: 'true', then: {action: offer, message: {english!: x}}}]"))
	assert.ErrorContains(t, err, `"english!" is no language`)
	assert.ErrorContains(t, err, `default is missing`)
}

// Files named *.bad.yaml in testdata fail with the errors in *.bad.txt.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.bad.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			_, err := policy.Load(f)
			require.Error(t, err)
			want, ferr := os.ReadFile(strings.TrimSuffix(f, ".yaml") + ".txt")
			require.NoError(t, ferr)
			assert.Equal(t, strings.TrimSpace(string(want)), strings.ReplaceAll(err.Error(), "testdata/", ""))
		})
	}
}

func TestHostileFilesEndSoon(t *testing.T) {
	for name, data := range map[string]string{
		"too large":       strings.Repeat("a", policy.MaxBytes+1),
		"deep flow":       strings.Repeat("[", 100_000),
		"deep map":        strings.Repeat("{a: ", 100_000),
		"deep dashes":     strings.Repeat("- ", 100_000),
		"many duplicates": "name: a\nrules:\n" + strings.Repeat("a: 1\n", 100_000),
		"aliases":         "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
		"merge":           "a: &a {b: 1}\n<<: *a\n",
		"tag":             "name: !!binary aGVsbG8=\n",
		"not UTF-8":       "name: \xff\xfe\n",
		"NUL":             "name: \x00\n",
		"long condition":  "name: a\nrules: [{id: a, doc: d, when: '" + strings.Repeat("true && ", 20_000) + "true', then: {action: offer}}]",
		"deep condition":  "name: a\nrules: [{id: a, doc: d, when: '" + strings.Repeat("(", 1500) + "true" + strings.Repeat(")", 1500) + "', then: {action: offer}}]",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.Parse("x.yaml", []byte(data))
			var errs policy.Errors
			require.ErrorAs(t, err, &errs)
			assert.NotEmpty(t, errs)
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range presets.Names() {
		src, err := presets.Source(name)
		require.NoError(f, err)
		f.Add(src)
	}
	f.Add([]byte(jsonPolicy))
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := policy.Parse("fuzz.yaml", data)
		if err != nil {
			var errs policy.Errors
			require.ErrorAs(t, err, &errs)
			return
		}
		// What is accepted judges, explains itself, and means the same again.
		ds := judge(t, p, escalate.Conversation{}, one("emotion.anger", .9), one("request.human", .9))
		e := explain(t, p, one("emotion.anger", .9), one("request.human", .9))
		if len(ds[1].Reasons) > 0 && ds[0].Action == escalate.Continue {
			require.Equal(t, e.Action, ds[1].Action)
		}
		again, err := policy.Parse("fuzz.yaml", data)
		require.NoError(t, err)
		require.Equal(t, ds, judge(t, again, escalate.Conversation{}, one("emotion.anger", .9), one("request.human", .9)))
		p.Lint()
		for _, d := range p.Detectors() {
			require.NotEmpty(t, d.Info().Kinds)
		}
	})
}

func ExampleParse() {
	p, err := policy.Parse("mine.yaml", []byte(`
name: mine
version: "3"
thresholds: {likely: 0.5}
rules:
  - id: asked-for-human
    doc: The customer asks for a person.
    when: request.human >= threshold.likely
    then: {action: transfer}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Info().Name, p.Info().Version)
	// Output: mine 3
}

func ExampleErrors() {
	_, err := policy.Parse("mine.yaml", []byte(`name: mine
thresholds: {likely: 1.5}
rules:
  - id: asked-for-human
    doc: The customer asks for a person.
    when: request.humann >= threshold.likely
    then: {action: transfr}
`))
	fmt.Println(err)
	// Output:
	// mine.yaml:2:22: thresholds.likely: 1.5 outside [0,1]
	// mine.yaml:7:20: rule "asked-for-human": then.action: unknown action "transfr" (want continue, offer, transfer) (did you mean "transfer"?)
}
