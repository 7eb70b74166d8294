package langdetect_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-handoff/handoff/langdetect"
)

func TestDetectNamesLanguages(t *testing.T) {
	for _, tt := range []struct{ text, tag, script string }{
		{"Where is my order? It was due yesterday.", "en", "Latn"},
		{"Đơn hàng của tôi đâu rồi?", "vi", "Latn"},
		{"don hang cua toi dau roi", "vi", "Latn"},
		{"mujhe apna paisa wapas chahiye", "hi-Latn", "Latn"},
		{"मेरा ऑर्डर अभी तक नहीं आया", "hi", "Deva"},
		{"ನನ್ನ ಆರ್ಡರ್ ಎಲ್ಲಿದೆ", "kn", "Knda"},
		{"എന്റെ ഓർഡർ എവിടെ", "ml", "Mlym"},
		{"ការបញ្ជាទិញរបស់ខ្ញុំនៅឯណា", "km", "Khmr"},
		{"ຄໍາສັ່ງຊື້ຂອງຂ້ອຍຢູ່ໃສ", "lo", "Laoo"},
		{"ትዕዛዜ የት ነው ያለው", "am", "Ethi"},
		{"注文した商品が届きません", "ja", "Jpan"},
		{"我的订单在哪里", "zh", "Hani"},
	} {
		r := langdetect.Detect(tt.text)
		assert.Equal(t, tt.tag, r.Tag, tt.text)
		if tt.script != "Jpan" { // kana or ideographs, whichever are more
			assert.Equal(t, tt.script, r.Script, tt.text)
		}
		assert.Greater(t, r.Confidence, 0.5, tt.text)
	}
}

func TestLowResource(t *testing.T) {
	for _, tt := range []struct {
		text string
		low  bool
	}{
		{"Ina son in yi magana da mutum don Allah", true},    // Hausa
		{"Mo fẹ́ bá ènìyàn sọ̀rọ̀ nípa owó mi", true},        // Yoruba
		{"Ndicela ukuthetha nomntu ngemali yam", true},       // Xhosa
		{"ကျွန်တော့်အော်ဒါ ဘယ်ရောက်နေပြီလဲ", true},           // Burmese
		{"ትእዛዘይ ኣበይ ኣሎ ክትሕግዙኒ ትኽእሉ ዶ", true},                 // Tigrinya
		{"داواکارییەکەم لە کوێیە تکایە یارمەتیم بدەن", true}, // Sorani
		{"مېنىڭ زاكازىم قەيەردە ياردەم قىلىڭلار", true},      // Uyghur
		{"ᱤᱧᱟᱜ ᱚᱨᱰᱚᱨ ᱚᱠᱟᱨᱮ", true},                           // Santali, by its script
		{"ᨴᩩᨠᨤᩫᨾᩦᩈᩥᨴᩥᨴᩦᨧᩢᨡ", true},                           // Khün, in a script that the package does not know
		{"طلبي لم يصل بعد أريد استرداد المبلغ", false},       // Arabic
		{"سفارش من هنوز نرسیده است لطفا کمک کنید", false},    // Persian
		{"میرا آرڈر ابھی تک نہیں آیا", false},                // Urdu
		{"quiero hablar con una persona de verdad", false},
		{"chce rozmawiac z czlowiekiem a nie z robotem", false},
	} {
		r := langdetect.Detect(tt.text)
		assert.Equal(t, tt.low, r.LowResource >= 0.5, "%s: %+v", tt.text, r)
	}
}

func TestNoEvidence(t *testing.T) {
	for _, text := range []string{"", " ", "ok", "OK!!", "hi", "refund", "refund pls", "12345", "#A-99812", "https://example.com/xin/chao", "me@example.com",
		"👍🏽", "...", "\xff\xfe", "iPhone 15 Pro", "😡😡😡", "\x00", strings.Repeat("!", 5000), strings.Repeat("\u0301", 300)} {
		r := langdetect.Detect(text)
		assert.False(t, r.Known(), "%q: %+v", text, r)
		assert.Equal(t, "und", r.Tag)
		assert.Less(t, r.LowResource, 0.3, "%q", text)
	}
}

func TestDetectIsTheSameEveryTime(t *testing.T) {
	texts := []string{"where is my order", "mera order kahan hai", "don hang cua toi", "Ina son in yi magana", "покличте оператора", strings.Repeat("ne radi aplikacija ", 200)}
	first := make([]string, len(texts))
	for i, s := range texts {
		b, err := json.Marshal(langdetect.Detect(s))
		require.NoError(t, err)
		first[i] = string(b)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, s := range texts {
				b, err := json.Marshal(langdetect.Detect(s))
				assert.NoError(t, err)
				assert.Equal(t, first[i], string(b))
			}
		})
	}
	wg.Wait()
}

func TestServedTableDecides(t *testing.T) {
	const swahili = "nimelipa lakini pesa hazijafika kwenye akaunti yangu"
	assert.GreaterOrEqual(t, langdetect.Detect(swahili).LowResource, 0.5)
	d, err := langdetect.New(langdetect.WithServed(append(langdetect.DefaultServed(), "sw")...))
	require.NoError(t, err)
	r := d.Detect(swahili)
	assert.Equal(t, "sw", r.Tag)
	assert.Less(t, r.LowResource, 0.5)
	assert.Contains(t, d.Served(), "swa")
	assert.True(t, len(d.Served()) == len(langdetect.DefaultServed())+1)
}

func TestNewReportsEveryMistake(t *testing.T) {
	_, err := langdetect.New(langdetect.WithServed("en", "not a tag", "zz9z"), langdetect.WithSecondOpinion(nil), langdetect.WithWeights([]byte("junk")))
	require.ErrorIs(t, err, langdetect.ErrTag)
	for _, want := range []string{`langdetect: served language "not a tag": not a language`, `"zz9z"`, "second opinion", "weights"} {
		assert.ErrorContains(t, err, want)
	}
}

func TestHintMovesCloseCallsOnly(t *testing.T) {
	d, err := langdetect.New()
	require.NoError(t, err)
	plain := "I have been waiting for my package since Monday"
	assert.Equal(t, "en", d.DetectHint(plain, langdetect.Hint{Lang: "vi", Channel: "zalo"}).Tag)
	close := "berapa harga barang ini"
	assert.Equal(t, "id", d.DetectHint(close, langdetect.Hint{Lang: "id-ID"}).Tag)
	assert.Equal(t, "ms", d.DetectHint(close, langdetect.Hint{Lang: "ms-MY"}).Tag)
	assert.Equal(t, d.Detect(plain), d.DetectHint(plain, langdetect.Hint{Lang: "garbage!!", Channel: "unknown"}))
}

// fixed is a second opinion that always names one language.
type fixed struct{ code string }

func (f fixed) Languages() []string { return []string{"ind", "msa", f.code} }

func (f fixed) Ask(_ string, candidates []string) []float64 {
	out := make([]float64, len(candidates))
	for i, c := range candidates {
		if c == f.code {
			out[i] = 1
		}
	}
	return out
}

func TestSecondOpinionDecidesCloseCalls(t *testing.T) {
	for _, code := range []string{"ind", "msa"} {
		d, err := langdetect.New(langdetect.WithSecondOpinion(fixed{code}))
		require.NoError(t, err)
		assert.Equal(t, code, d.Detect("berapa harga barang ini").ISO639_3)
		assert.Equal(t, "eng", d.Detect("where is my order, it was due yesterday").ISO639_3)
	}
}
