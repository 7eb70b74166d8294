package langdetect

import "strings"

// Hint is what the host knows beside the text. Every field may be empty. A
// hint moves a close call and never outweighs plain text: hosts send their
// default locale for want of better.
type Hint struct {
	// Lang is a BCP 47 tag: the user's locale, or the host's own guess.
	Lang string
	// BotLanguages are the languages that the bot serves, as BCP 47 tags.
	BotLanguages []string
	// Channel is the host's name of the channel; those used mostly in one
	// country hint at its language.
	Channel string
}

// The weights of hints, as log odds. Chosen by hand.
const (
	hintLang    = 2.0
	hintBot     = 0.7
	hintChannel = 1.0
)

// channels maps messengers to the languages of the countries where most of
// their users are.
var channels = map[string][]string{
	"line": {"jpn", "tha", "zho"}, "zalo": {"vie"}, "kakaotalk": {"kor"}, "kakao": {"kor"}, "wechat": {"zho"}, "weixin": {"zho"}, "vk": {"rus"}, "naver": {"kor"},
	"bip": {"tur"}, "eitaa": {"fas"}, "bale": {"fas"}, "soroush": {"fas"}, "jiochat": {"hin"},
}

// hintPrior returns log priors by label, nil where the hint says nothing.
func (d *Identifier) hintPrior(h Hint) []float64 {
	var p []float64
	add := func(code string, w float64) {
		if code == "" {
			return
		}
		for l, m := range d.macro {
			if m == code {
				if p == nil {
					p = make([]float64, len(d.macro))
				}
				p[l] += w
			}
		}
	}
	if h.Lang != "" {
		add(macroOfTag(h.Lang), hintLang)
	}
	for _, t := range h.BotLanguages[:min(len(h.BotLanguages), 64)] {
		add(macroOfTag(t), hintBot)
	}
	if h.Channel != "" {
		for _, c := range channels[strings.ToLower(h.Channel)] {
			add(c, hintChannel)
		}
	}
	return p
}

// DetectHint is Detect with what the host knows beside the text.
func (d *Identifier) DetectHint(text string, h Hint) Result { return d.detect(text, d.hintPrior(h)) }
