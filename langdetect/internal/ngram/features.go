package ngram

// Lengths of the character n-grams. Alphabets need three letters or more to
// say anything; a syllable or an ideograph says as much alone.
const (
	minGram, maxGram                = 3, 4
	minGramWide, maxGramWide        = 1, 4
	minGramIdeo, maxGramIdeo        = 1, 2
	seed                     uint64 = 0x9e3779b97f4a7c15
	wordSeed                 uint64 = 0xd1b54a32d192ed03
)

// grams returns the lengths of the n-grams of a script.
func grams(s Script) (lo, hi int) {
	switch s {
	case Latn, Cyrl:
		return minGram, maxGram
	case Hani, Hira, Kana:
		return minGramIdeo, maxGramIdeo
	case Hang:
		return 1, 3
	case Arab, Deva, Grek, Hebr, Armn, Geor:
		return 2, maxGram
	}
	return minGramWide, maxGramWide
}

func step(h uint64, r rune) uint64 {
	h = (h ^ uint64(r)) * 0xff51afd7ed558ccd
	return h ^ h>>32
}

func finish(h uint64) uint64 {
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func hashWord(rs []rune) uint64 {
	h := wordSeed
	for _, r := range rs {
		h = step(h, r)
	}
	return finish(h)
}

// HashWord returns the hash that Word.Hash has for a folded word.
func HashWord(w string) uint64 { return hashWord([]rune(w)) }

// Grams appends the hashes of the features of word w: the word itself first,
// then its n-grams with the boundary marks, and each letter outside ASCII.
func (t *Text) Grams(dst []uint64, w *Word) []uint64 {
	dst = append(dst, w.Hash)
	lo, hi := grams(w.Script)
	rs := t.Runes[w.From-1 : w.To+1]
	if lo == 1 {
		rs = t.Runes[w.From:w.To]
	}
	for i := range rs {
		if lo > 1 && rs[i] > 0x7f { // a letter that few languages have speaks alone
			dst = append(dst, finish(step(seed, rs[i])))
		}
		h := seed
		end := min(len(rs), i+hi)
		for j := i; j < end; j++ {
			h = step(h, rs[j])
			if j-i+1 >= lo {
				dst = append(dst, finish(h))
			}
		}
	}
	return dst
}
