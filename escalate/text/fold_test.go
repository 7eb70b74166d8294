package text_test

import (
	"testing"
	"unicode/utf8"

	"github.com/go-handoff/handoff/escalate/text"
)

// TestEveryCharacter folds each character of Unicode alone, and after a letter
// and before a mark, twice.
func TestEveryCharacter(t *testing.T) {
	step := rune(1)
	if raced {
		step = 7
	}
	for r := rune(0); r <= utf8.MaxRune; r += step {
		if r >= 0xd800 && r < 0xe000 {
			r = 0xe000
		}
		if r > 0x3ffff && r < 0xe0000 || r > 0xe0fff {
			continue
		}
		s := string(r)
		if r%64 == 0 || r < 0x3400 || r > 0xd7ff && r < 0x20000 {
			s = s + " e" + s + "\u0301"
		}
		once := text.New(s).Folded()
		if twice := text.New(once).Folded(); once != twice {
			t.Errorf("%U: %+q, then %+q", r, once, twice)
		}
	}
}
