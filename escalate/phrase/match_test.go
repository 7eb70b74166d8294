package phrase_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/phrase"
	"github.com/go-handoff/handoff/escalate/text"
)

func lexicon(tb testing.TB) *phrase.Lexicon {
	tb.Helper()
	l, err := phrase.Load(os.DirFS("testdata"), "*.txt")
	require.NoError(tb, err)
	return l
}

// found lists matches as "language group scope quote".
func found(l *phrase.Lexicon, raw string) string {
	var out []string
	for _, m := range l.Match(nil, text.New(raw)) {
		out = append(out, fmt.Sprintf(`%s %s %s "%s"`, m.Language, m.Group, m.Scope, raw[m.Start:m.End]))
	}
	return strings.Join(out, "; ")
}

func TestMatch(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ text, want string }{
		{"I want to talk to a real human NOW", `en request.human plain "talk to a real human"`},
		{"TALK TO A HUUUUMAN", `en request.human plain "TALK TO A HUUUUMAN"`},
		{"let me speak with an ag3nt", `en request.human plain "speak with an ag3nt"`},
		{"get me your damn shift supervisor", `en request.human plain "get me your damn shift supervisor"`},
		{"get me one two three four five supervisor", ``},
		{"talk to a travel agent", ``},
		{"I am a travel agent. I need an agent", `en request.human plain "need an agent"`},
		{"is this human-readable, I need a human readable file", ``},
		{"agent", `en request.human plain "agent"`},
		{"Agent, please!", `en request.human plain "Agent, please"`},
		{"the agent was late", ``},
		{"escalation now", `en request.human plain "escalation"`},
		{"talk to. the human is here", ``},
		{"talk to a\u200b hu\u00adman 😡", `en request.human plain "talk to a` + "\u200b hu\u00ad" + `man"; en emotion.anger plain "😡"`},
		{"talk to a human being please", `en request.human plain "talk to a human being"`},
		{"get me a supervisro", `en request.human plain "get me a supervisro"`},
		{"get me a superviser", `en request.human plain "get me a superviser"`},
		{"get me a suprvisor", `en request.human plain "get me a suprvisor"`},
		{"get me a superrvisor", `en request.human plain "get me a superrvisor"`},
		{"get me a supperviser", ``}, // two mistakes
		{"get me a tupervisor", ``},  // the first letter
		{"temsilcyle musteri", ``},   // a pattern of two words
		{"waited 3 days", `en dispute.charge plain "waited 3 days"`},
		{"what?", `en dispute.charge plain "what?"`},
		{"what", ``},

		{"tôi muốn gặp nhân viên", `vi request.human plain "muốn gặp nhân viên"`},
		{"toi muon gap nhan vien", `vi request.human plain "muon gap nhan vien"`},
		{"TÔI MUỐN GẶP NHÂN VIÊN", `vi request.human plain "MUỐN GẶP NHÂN VIÊN"`},
		{"to\u0302i muo\u0302\u0301n ga\u0323\u0306p nha\u0302n vie\u0302n", "vi request.human plain \"muo\u0302\u0301n ga\u0323\u0306p nha\u0302n vie\u0302n\""},
		{"gắp nhân viên", ``}, // another word
		{"hoà giải", `vi request.human plain "hoà giải"`},

		{"ich moechte bitte einen Mitarbeiterin", `de request.human plain "moechte bitte einen Mitarbeiterin"`},
		{"mein Kundenberater", `de request.human plain "Kundenberater"`},
		{"我要人工客服", `zh request.human plain "要人工客服"`},
		{"请帮我转 真人 服务！！", `zh request.human plain "转 真人 服务"`},
		{"人間の担当者と話したい", `ja request.human plain "担当者と話し"`},
		{"عايز الموظف", `ar request.human plain "الموظف"`},
		{"أُرِيدُ التحدث إلى موظف", `ar request.human plain "أُرِيدُ التحدث إلى موظف"`},
		{"müşteri temsilcisine bağlayın", `tr request.human plain "müşteri temsilcisine"`},
		{"MÜŞTERİ TEMSİLCİSİNE BAĞLAYIN", `tr request.human plain "MÜŞTERİ TEMSİLCİSİNE"`},
		{"TEMSİLCİYE HEMEN BAĞLAYIN", `tr request.human plain "TEMSİLCİYE HEMEN BAĞLAYIN"`},
		{"temsilciye hemen bağlayın", `tr request.human plain "temsilciye hemen bağlayın"`},
		{"MUSTERI TEMSILCISI", `tr request.human plain "MUSTERI TEMSILCISI"`},
	} {
		assert.Equal(t, c.want, found(l, c.text), c.text)
	}
}

func TestScope(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ text, want string }{
		{"I don't want a human", `en request.human negated "want a human"`},
		{"i dont need a human, you're fine", `en request.human negated "need a human"`},
		{"I don't want a bot, I want a human", `en request.human plain "want a human"`},
		{"not a bot but I want a human", `en request.human plain "want a human"`},
		{"I do not. I want a human", `en request.human plain "want a human"`},
		{"what happens if I dispute a charge?", `en dispute.charge hypothetical "dispute a charge"`},
		{"how do I dispute a charge", `en dispute.charge question "dispute a charge"`},
		{"he told me that I, by law, need an agent", `en request.human reported "need an agent"`},
		{"yesterday I was furious", `en emotion.anger past "furious"`},
		{"I was furious, it is sorted now", `en emotion.anger past "furious"`},
		{"I was furious. It is sorted now", `en emotion.anger plain "furious"`},
		{`you wrote "talk to an agent" to me`, `en request.human quoted "talk to an agent"`},
		{"> talk to an agent\nno", `en request.human quoted "talk to an agent"`},
		{`talk to an "agent"`, `en request.human plain "talk to an "agent"`},

		{"tôi không muốn gặp nhân viên", `vi request.human negated "muốn gặp nhân viên"`},
		{"khong can gap nhan vien", `vi request.human negated "can gap nhan vien"`},
		{"không, tôi muốn gặp nhân viên", `vi request.human plain "muốn gặp nhân viên"`},
		{"bot không hiểu nhưng tôi muốn gặp nhân viên", `vi request.human plain "muốn gặp nhân viên"`},
		{"hôm qua tôi đã gặp nhân viên", `vi request.human past "gặp nhân viên"`},
		{"nếu tôi muốn gặp nhân viên thì sao", `vi request.human hypothetical "muốn gặp nhân viên"`},

		{"ich will nicht mit einem Mitarbeiter sprechen", `de request.human negated "mit einem Mitarbeiter sprechen"`},
		{"mit einem Mitarbeiter sprechen will ich nicht", `de request.human negated "mit einem Mitarbeiter sprechen"`},
		{"nicht so, sondern mit einem Mitarbeiter sprechen", `de request.human plain "mit einem Mitarbeiter sprechen"`},

		{"担当者と話したくない", `ja request.human negated "担当者と話し"`},
		{"担当者は必要ありません", `ja request.human negated "担当者"`},
		{"担当者お願いします。必要ありません", `ja request.human plain "担当者"`},
		{"我不要人工客服", `zh request.human negated "要人工客服"`},
		{"不，我要人工客服", `zh request.human plain "要人工客服"`},
		{"不明白但是我要人工客服", `zh request.human plain "要人工客服"`},

		{"لا أريد موظف", `ar request.human negated "أريد موظف"`},
		{"لا، أريد موظف", `ar request.human plain "أريد موظف"`},
		{"temsilciyle görüşmek istemiyorum", `tr request.human negated "temsilciyle görüşmek"`},
		{"temsilciyle görüşmek istiyorum ama gerek yok", `tr request.human plain "temsilciyle görüşmek"`},
	} {
		assert.Equal(t, c.want, found(l, c.text), c.text)
	}
}
