package encoder

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// MaxBytes is how much of a text is read: what follows it, cut at a rune, has no
// part in the vector.
const MaxBytes = 1 << 16

// A tokenizer splits a text into pieces as SentencePiece's unigram model does:
// runes are normalised one by one, runs of spaces become one, a space becomes
// U+2581, and of all ways to cut the result into pieces the most probable wins.
//
// On a valid text the pieces are those of the teacher's tokenizer, save where a
// piece was pruned, and save that "<s>" and the other special pieces written out
// in a text are ordinary characters here.
type tokenizer struct {
	trie         trie
	scores       string
	pieces       int
	bos, eos     int32
	unknown      int32
	unknownScore float32

	// The normalisation map: runes (sorted), where each one's replacement
	// begins in to, and the replacements.
	runes, at, to string
	pages         [0x1100]bool // whether a page of 256 runes has any in the map
}

func newTokenizer(s sections, meta string) (*tokenizer, error) {
	t := &tokenizer{
		pieces: int(u32(meta, 2)), bos: int32(u32(meta, 3)), eos: int32(u32(meta, 4)),
		unknown: int32(u32(meta, 5)), unknownScore: f32(meta, 6),
		trie: trie(s["trie"]), runes: s["norm.rune"], at: s["norm.at"], to: s["norm.to"],
	}
	var err error
	if t.scores, err = s.sized("score", 4*t.pieces); err != nil {
		return nil, err
	}
	for _, id := range []int32{t.bos, t.eos, t.unknown} {
		if id < 0 || int(id) >= t.pieces {
			return nil, fmt.Errorf("encoder: data: special piece %d of %d", id, t.pieces)
		}
	}
	if len(t.trie) < 4 || len(t.trie)%4 != 0 {
		return nil, fmt.Errorf("encoder: data: section %q has %d bytes", "trie", len(t.trie))
	}
	return t, t.checkMap()
}

func (t *tokenizer) checkMap() error {
	n := len(t.runes) / 4
	if len(t.at) != 4*(n+1) {
		return fmt.Errorf("encoder: data: normalisation map of %d runes with %d offsets", n, len(t.at)/4)
	}
	for i := range n {
		r := u32(t.runes, i)
		if r > utf8.MaxRune || u32(t.at, i) > u32(t.at, i+1) || int(u32(t.at, i+1)) > len(t.to)/4 {
			return fmt.Errorf("encoder: data: normalisation map: entry %d", i)
		}
		t.pages[r>>8] = true
	}
	return nil
}

// A token is a piece of a text. Start and end are -1 for a piece of the prompt.
type token struct {
	id         int32
	start, end int32
}

// tokens is the room that splitting a text needs.
type tokens struct {
	out  []token
	text []byte // normalised
	src  []span // for each byte of text that begins a rune: where it comes from
	best []cut  // for each place in text: the best way there
}

type span struct{ start, end int32 }

type cut struct {
	score float32
	from  int32
	id    int32
}

const (
	prompt = "query: "
	space  = "\u2581"
)

// split sets s.out to the pieces of prompt and text together; own is the number
// of those that are the text's.
func (t *tokenizer) split(s *tokens, prompt, text string) (own int) {
	s.text, s.src, s.out = s.text[:0], s.src[:0], s.out[:0]
	text = bounded(text)
	s.put(space, span{-1, -1})
	last := t.normalise(s, prompt, false, true)
	if prompt == "" {
		s.text, s.src = s.text[:0], s.src[:0]
		s.put(space, span{0, 0})
		last = true
	}
	t.normalise(s, text, last, false)
	if prompt == "" && len(s.text) == len(space) {
		return 0
	}
	t.viterbi(s)
	for i := range s.out {
		if s.out[i].end >= 0 {
			own++
		}
	}
	return own
}

func bounded(text string) string {
	if len(text) <= MaxBytes {
		return text
	}
	n := MaxBytes
	for n > MaxBytes-utf8.UTFMax && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

func (s *tokens) put(r string, from span) {
	for i := range len(r) {
		s.text = append(s.text, r[i])
		s.src = append(s.src, from)
	}
}

// normalise appends a text; after says whether what went before ended in a
// space, and so does the result.
func (t *tokenizer) normalise(s *tokens, text string, after, hidden bool) bool {
	for i, r := range text {
		from := span{-1, -1}
		if !hidden {
			_, n := utf8.DecodeRuneInString(text[i:])
			from = span{int32(i), int32(i + n)}
		}
		if k, ok := t.find(r); ok {
			for j := u32(t.at, k); j < u32(t.at, k+1); j++ {
				after = s.putRune(rune(u32(t.to, int(j))), from, after)
			}
			continue
		}
		after = s.putRune(r, from, after)
	}
	return after
}

func (s *tokens) putRune(r rune, from span, after bool) bool {
	if r == ' ' {
		if !after {
			s.put(space, from)
		}
		return true
	}
	if r < utf8.RuneSelf {
		s.text, s.src = append(s.text, byte(r)), append(s.src, from)
		return false
	}
	n := len(s.text)
	s.text = utf8.AppendRune(s.text, r)
	for range len(s.text) - n {
		s.src = append(s.src, from)
	}
	return false
}

// find looks a rune up in the normalisation map.
func (t *tokenizer) find(r rune) (int, bool) {
	if !t.pages[r>>8] || r >= ' ' && r < 0x7F {
		return 0, false
	}
	lo, hi := 0, len(t.runes)/4
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if u32(t.runes, mid) < uint32(r) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(t.runes)/4 && u32(t.runes, lo) == uint32(r)
}

// viterbi cuts s.text into pieces. Ties go to the piece that begins first, as in
// the teacher's.
func (t *tokenizer) viterbi(s *tokens) {
	n := len(s.text)
	if cap(s.best) < n+1 {
		s.best = make([]cut, n+1+n/2)
	}
	best := s.best[:n+1]
	for i := range best {
		best[i].score = -math.MaxFloat32
	}
	best[0].score = 0
	root := t.trie.unit(0)
	for i := 0; i < n; {
		base := best[i].score
		unit := root
		for j := i; j < n; {
			next, ok := t.trie.step(unit, s.text[j])
			if !ok {
				break
			}
			j++
			unit = next
			if id, ok := t.trie.piece(unit); ok && int(id) < t.pieces {
				if score := base + f32(t.scores, int(id)); score > best[j].score {
					best[j] = cut{score, int32(i), id}
				}
			}
		}
		end := i + width(s.text[i])
		if score := base + t.unknownScore; score > best[end].score {
			best[end] = cut{score, int32(i), t.unknown}
		}
		i = end
	}
	for i := int32(n); i > 0; i = best[i].from {
		s.out = append(s.out, s.token(best[i].from, i, best[i].id))
	}
	for i, j := 0, len(s.out)-1; i < j; i, j = i+1, j-1 {
		s.out[i], s.out[j] = s.out[j], s.out[i]
	}
}

// width is the length of the rune that begins with a byte of valid UTF-8.
func width(b byte) int {
	switch {
	case b < 0x80:
		return 1
	case b < 0xE0:
		return 2
	case b < 0xF0:
		return 3
	}
	return 4
}

// token maps a piece of the normalised text back to the original, without the
// space before a word.
func (s *tokens) token(from, to, id int32) token {
	start := from
	for start+int32(len(space)) < to && string(s.text[start:start+int32(len(space))]) == space {
		start += int32(len(space))
	}
	return token{id, s.src[start].start, s.src[to-1].end}
}
