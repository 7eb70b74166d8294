package langdetect

import (
	"strings"
	"sync"

	"github.com/go-handoff/handoff/langdetect/internal/ngram"
)

// neutral holds the words that carry no language in chat: greetings, thanks
// and yes or no as the whole world types them, loan words of shopping and
// software, interjections, brands. Chosen by hand. A word that is an ordinary
// word of one language only ("gracias", "danke") is not in the list.
const neutral = `
ok okay okey oke okie oki k kk ok' hi hii hello helo helloo hallo hey heyy hay yo bye byebye hola ciao aloha namaste salam
thanks thank thx tks ty thankyou tnx pls plz please sorry sry yes no nope yep yeah ya na ye si ja da ne yup nah oui non
lol lmao rofl haha hahaha hihi hehe hhh kkk jaja wow omg wtf asap fyi btw idk tbh hmm hm uhm um oh ah aha oops ups
hmmm mmm ugh argh yay yey woohoo bro sis sir madam mam boss dear admin ad min test testing start stop menu
help info faq q a b c d e f g h i j l m n o p r s t u v w x y z
mr mrs ms dr id no nr ref sku qty pcs kg cm mm km gb mb tb usd eur gbp inr idr vnd php thb rm rs
refund order orders delivery shipping tracking code voucher coupon promo sale discount cashback checkout cart invoice payment pay
credit debit card bank transfer cash cod shop online offline store service support customer care center centre hotline
account login logout log in signin signup password pass user username email mail e-mail gmail yahoo otp pin sms app apps web website
site link url internet wifi wi-fi data chat bot chatbot live agent operator manager admin feedback review rating star stars
update upgrade download upload install reset restart reboot error bug crash loading server system screen video photo foto image file pdf
computer laptop pc tablet phone smartphone mobile iphone ipad android ios windows mac macbook samsung xiaomi oppo vivo huawei nokia sony lg
apple google facebook fb instagram ig whatsapp wa wasap telegram tiktok youtube yt twitter linkedin viber zalo line wechat skype zoom
messenger netflix spotify uber grab gojek shopee lazada tokopedia tiki amazon ebay alibaba aliexpress temu shein zara nike adidas
paypal visa mastercard amex momo gopay ovo dana paytm gpay upi mpesa m-pesa stripe klarna bitcoin crypto btc usdt nft
dhl fedex ups usps gls dpd jnt jne airbnb booking hotel taxi bus metro visa pizza burger coffee cafe bar restaurant
vip premium pro plus max mini ultra lite free trial demo standard basic gold silver platinum black model size xs s m l xl xxl
status express air bluetooth usb hdmi tv dvd cd led lcd gps vpn api sdk json html http https www com
mohamed mohammed muhammad ahmed ali maria anna john david michael james peter alex kim lee nguyen
january february june july august september october november december monday tuesday wednesday thursday friday
pm utc gmt null nan undefined true false ai ticket case item items product products model serial number
covid corona football cricket goal team match film cinema radio music hit super mega top
`

var neutralSet = sync.OnceValue(func() map[uint64]struct{} {
	m := make(map[uint64]struct{}, 512)
	for _, w := range strings.Fields(neutral) {
		m[ngram.HashWord(w)] = struct{}{}
	}
	return m
})
