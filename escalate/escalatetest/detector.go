package escalatetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-handoff/handoff/escalate"
)

// TestDetector checks that d keeps the contract of [escalate.Detector] and
// returns everything that it breaks, joined. It runs d on difficult texts in
// all roles, twice over, and through snapshots.
func TestDetector(d escalate.Detector) error {
	var errs []error
	if a, b := d.Info(), d.Info(); !reflect.DeepEqual(a, b) {
		errs = append(errs, fmt.Errorf("Info returns %+v, then %+v", a, b))
	}
	if d.Info().Doc == "" {
		errs = append(errs, errors.New("Info: Doc is empty; say what the detector reports and why it matters"))
	}
	if s, ok := d.(escalate.Stateful); ok && reflect.ValueOf(s.NewState()).Kind() != reflect.Pointer {
		errs = append(errs, fmt.Errorf("NewState returns %T, want a pointer", s.NewState()))
		return errors.Join(errs...)
	}
	e, err := escalate.New(quiet{}, escalate.WithDetectors(d))
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, c := range conversations() {
		errs = append(errs, checkConversation(e, c)...)
	}
	return errors.Join(errs...)
}

// quiet is a policy that lets every bot go on.
type quiet struct{}

func (quiet) Info() escalate.PolicyInfo              { return escalate.PolicyInfo{Name: "quiet"} }
func (quiet) Decide(*escalate.View) escalate.Verdict { return escalate.Verdict{} }

func checkConversation(e *escalate.Engine, c escalate.Transcript) (errs []error) {
	fail := func(turn int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("conversation %q: turn %d: %s", c.ID, turn, fmt.Sprintf(format, args...)))
	}
	ctx := context.Background()
	first, err := e.Read(ctx, c)
	if err != nil {
		return []error{fmt.Errorf("conversation %q: %w", c.ID, err)}
	}
	second, _ := e.Read(ctx, c)
	for i := range first {
		for _, f := range first[i].Failures {
			fail(i, "%v", f.Err)
		}
		if a, b := mustJSON(first[i]), mustJSON(second[i]); !bytes.Equal(a, b) {
			fail(i, "not deterministic:\n%s\n%s", a, b)
		}
	}
	s, err := e.NewSession(c.Conversation)
	if err != nil {
		return append(errs, err)
	}
	whole, err := e.EvaluateTurns(ctx, c)
	if err != nil {
		return append(errs, err)
	}
	at := 0
	for i, turn := range c.Turns {
		snap, err := s.Snapshot()
		if err != nil {
			fail(i, "%v", err)
			return errs
		}
		if s, err = e.Restore(snap); err != nil {
			fail(i, "%v", err)
			return errs
		}
		dec, err := s.Add(ctx, turn)
		if err != nil {
			fail(i, "%v", err)
			return errs
		}
		if dec == nil {
			continue
		}
		if a, b := mustJSON(dec), mustJSON(whole[at]); !bytes.Equal(a, b) {
			fail(i, "after a snapshot:\n%s\nwant\n%s", a, b)
		}
		at++
	}
	return errs
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

// conversations are texts that break detectors: empty, not UTF-8, long, of
// many scripts, joined emoji, right to left, and a long conversation.
func conversations() []escalate.Transcript {
	conf := 0.2
	bot := func(s string) escalate.Turn {
		return escalate.Turn{Role: escalate.Bot, Text: s, Fallback: true, Confidence: &conf}
	}
	var out []escalate.Transcript
	add := func(id string, texts ...string) {
		t := escalate.Transcript{Conversation: escalate.Conversation{ID: id, BotLanguages: []string{"en", "vi"}}}
		for _, s := range texts {
			t.Turns = append(t.Turns, escalate.Turn{Role: escalate.Customer, Text: s}, bot(s))
		}
		t.Turns = append(t.Turns, escalate.Turn{Role: escalate.System, Text: texts[0]}, escalate.Turn{Role: escalate.Tool, Text: texts[0]},
			escalate.Turn{Role: escalate.Agent, Text: texts[0]}, escalate.Turn{Role: escalate.Customer, Text: texts[0]})
		out = append(out, t)
	}
	add("empty", "", " ", "\n", "\x00", "\u200b\u200d", "?", "👍")
	add("broken", "\xff\xfe's", "a\xc3", "\xed\xa0\x80 talk to \xf5 a person", "ȺȺȺ's", strings.Repeat("\xff", 3000))
	add("scripts", "Tôi muốn gặp nhân viên", "toi muon gap nhan vien", "我要找真人客服", "オペレーターと話したい", "상담원 연결해 주세요", "ขอคุยกับเจ้าหน้าที่",
		"मुझे इंसान से बात करनी है", "أريد التحدث مع موظف", "אני רוצה לדבר עם נציג", "İSTANBUL ığ", "Хочу поговорить с оператором", "𝓱𝓮𝓵𝓹 ｈｅｌｐ",
		"👩‍👩‍👧‍👦🏳️‍🌈👍🏽", "e\u0301\u0301\u0301\u0301", "\u202egnirts\u202c", "I \u043deed \u0430n \u0430gent", "&lt;b&gt; **now** `x` > said")
	add("long", strings.Repeat("this is not what I asked, talk to a person! ", 2500), strings.Repeat("a", 100_000), strings.Repeat("!", 100_000),
		strings.Repeat("\u0301", 50_000), strings.Repeat("ก", 30_000), strings.Repeat("( ", 30_000), strings.Repeat("\u201c", 30_000))
	many := make([]string, 60)
	for i := range many {
		many[i] = []string{"where is my order?", "that is not what I asked", "I said where is my order", "thanks", "đơn của tôi đâu rồi"}[i%5]
	}
	add("many", many...)
	return out
}
