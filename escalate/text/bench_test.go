package text_test

import (
	"strings"
	"testing"

	"github.com/go-handoff/handoff/escalate/text"
)

var samples = []struct{ name, text string }{
	{"short", "I want to talk to a real person about my order, the bot is no help now"},
	{"short-lower", "i want to talk to a real person about my order, the bot is no help now"},
	{"vietnamese", "Tôi muốn gặp nhân viên hỗ trợ, đơn hàng của tôi bị giao nhầm rồi"},
	{"vietnamese-nfd", "To\u0302i muo\u0302\u0301n ga\u0323\u0306p nha\u0302n vie\u0302n ho\u0302\u0303 tro\u031b\u0323"},
	{"chinese", "我想找人工客服，我的订单送错了，请帮我处理一下谢谢"},
	{"thai", "อยากคุยกับเจ้าหน้าที่ค่ะ สินค้าที่ได้รับไม่ตรงกับที่สั่ง"},
	{"arabic", "أريد التحدث إلى موظف خدمة العملاء لأن طلبي لم يصل بعد"},
	{"playful", "PLEEEEASE let me talk to an ag3nt!!! &amp; fаst 😡😡 f**k https://x.com/a"},
	{"long", strings.Repeat("I ordered the blue one on Monday, but it didn't arrive. Where is it? ", 60)},
}

func BenchmarkNew(b *testing.B) {
	for _, s := range samples {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s.text)))
			for b.Loop() {
				text.New(s.text)
			}
		})
	}
}
