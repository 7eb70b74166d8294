package text

// A Word is a word, a number, an emoji, a run of one punctuation mark or
// symbol, a URL, an e-mail address or a handle; in scripts written without
// spaces (Han, kana, Thai, Lao, Khmer, Myanmar) it is one character with its
// marks. Words are in the order of the text and cover every character that is
// neither white space nor invisible.
//
// Its strings share the memory of the Text.
type Word struct {
	// Start and End are byte offsets in the raw text, half-open, on rune
	// boundaries. They never decrease from word to word. The words that one
	// raw character unfolds to ("½" is 1, ⁄ and 2) have one span.
	Start, End int

	// Folded is the word as in [Text.Folded].
	Folded string

	// Stripped is Folded as people type it who leave marks out: no
	// diacritics, no apostrophes, and letters like ł, ø, đ, ı, hamza seats
	// and final ya replaced by their plain neighbours.
	Stripped string

	// Alt holds other readings of Folded, nil when there are none: with each
	// run of three or more of a letter shortened to one or two ("pleeease" is
	// please and pleease), and with digits and signs read as the letters they
	// stand for ("ag3nt" is agent). At most six, in a fixed order.
	Alt []string

	// Sentence is the index of the word's sentence in [Text.Sentences].
	Sentence int

	Kind   Kind
	Script Script

	// Quoted is true for words that the writer repeats and does not say:
	// lines that begin with ">", what follows "On ... wrote:", and what
	// stands between quotation marks, unless those enclose the whole text.
	Quoted bool

	// Upper is true when the raw word has two letters or more with case and
	// all are upper case.
	Upper bool

	// Elongated is true when a letter stands three times or more in a row,
	// and for the third and later words of a run of one repeated character in
	// scripts without spaces.
	Elongated bool

	// Joined is true when nothing separates the word from the one before.
	Joined bool

	line bool // first of its line
}

// Kind says what a word is.
type Kind uint8

// The zero Kind is no kind that a Word has.
const (
	Letters Kind = iota + 1 // a word of letters, also with digits inside
	Number                  // digits, with what groups them or a unit glued to them: 1,234.50 10:30 5th
	Code                    // letters and digits that spell nothing: an order number
	Emoji                   // a pictograph, a flag or an emoticon
	Punct                   // a run of one punctuation mark or symbol, or an HTML tag
	URL
	Email
	Handle // @name
)

var kindNames = [...]string{"invalid", "letters", "number", "code", "emoji", "punct", "url", "email", "handle"}

// String returns the kind in lower case, "invalid" for the zero Kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// A Sentence is a range of words. Sentences are in the order of the text; every
// word is in exactly one.
type Sentence struct {
	// FirstWord and LastWord are indexes in [Text.Words], both included.
	FirstWord, LastWord int

	// Start and End are byte offsets in the raw text, half-open: those of the
	// first word's start and the last word's end.
	Start, End int

	// Question is true when the sentence ends in a question mark of any script.
	Question bool
}
