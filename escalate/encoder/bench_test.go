package encoder_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/escalate/encoder"
	"github.com/go-handoff/handoff/escalate/encoder/internal/kernel"
	"github.com/go-handoff/handoff/escalate/encoder/layers"
	"github.com/go-handoff/handoff/escalate/encoder/pieces"
)

// messages are of some 70 bytes each, as recipe/speed.py has them too.
var messages = []struct{ lang, text string }{
	{"en", "I have been charged twice for my order, please let me talk to someone."},
	{"vi", "Tôi bị trừ tiền hai lần cho đơn hàng, cho tôi gặp nhân viên."},
	{"zh", "我的订单被重复扣款了两次，请帮我转接人工客服。"},
	{"th", "ฉันถูกหักเงินสองครั้ง ขอคุย"},
}

func BenchmarkEncode(b *testing.B) {
	for _, p := range kernel.Paths() {
		m, err := encoder.New(pieces.Data(), encoder.Layers(layers.Data()), encoder.UsePath(p))
		require.NoError(b, err)
		for _, msg := range messages {
			for _, d := range m.Depths() {
				name := fmt.Sprintf("%s/%d", msg.lang, d)
				if p != kernel.Best() {
					name = fmt.Sprintf("%s/%s", p, name)
				}
				b.Run(name, func(b *testing.B) {
					var v []float32
					b.ReportAllocs()
					for b.Loop() {
						v, _ = m.Encode(v[:0], msg.text, d)
					}
				})
			}
		}
	}
}

func BenchmarkPieces(b *testing.B) {
	m := model(b)
	for _, msg := range messages {
		b.Run(msg.lang, func(b *testing.B) {
			var p []encoder.Piece
			b.ReportAllocs()
			for b.Loop() {
				p = m.Pieces(p[:0], msg.text)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := encoder.New(pieces.Data(), encoder.Layers(layers.Data()))
		require.NoError(b, err)
	}
}
