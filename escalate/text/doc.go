// Package text reads a message once for all that look for words in it: it folds
// what is written to what is meant, splits it into words and sentences in any
// script, and keeps the way back to the exact bytes.
//
//	t := text.New("PLEEEASE let me talk to an аg3nt&#33;")
//	t.Folded()            // "pleeease let me talk to an ag3nt!"
//	t.Words()[0].Alt      // "please", "pleease"
//	t.Words()[6].Alt      // "agent"
//	t.RawSpan(0, 8)       // 0, 8: the bytes of "PLEEEASE"
//
// # What folding does
//
//   - Case: full lower case. İ is i and ı stays, so that Turkish typed in
//     capitals without dots compares by [Word.Stripped]; ß is ss, ς is σ.
//   - Width and compatibility forms, composed: ａ, 𝐚, ⓐ, ᴀ and 🅰 are a; decomposed
//     accents compose; digits of all scripts are 0 to 9. Thai ำ stays whole and is
//     mended where it was typed in parts, as เเ is for แ.
//   - Invisible characters go: zero-width and directional ones, variation
//     selectors, tags, soft hyphens, controls; so do skin tones, tatweel and the
//     vowel points of Arabic and Hebrew, and bytes that are not UTF-8.
//   - HTML entities are resolved, also nested ones. Markdown and HTML tags become
//     words of punctuation, so that they are glued to no word.
//   - Letters that look alike are of the script that most letters of their word
//     are of: Cyrillic а in "аgent" is a.
//   - Curly apostrophes and quotation marks are straight, a backtick between
//     letters is an apostrophe, dashes are hyphens but for the long one.
//
// Diacritics stay; [Text.Stripped] is without. Folding a folded text changes
// nothing.
//
// # Limits
//
// Words of Chinese, Japanese, Thai, Lao, Khmer and Burmese are characters, not
// dictionary words. A mark of the first 0x300 block on a letter is kept up to
// eight times. Lists - abbreviations, top-level domains, emoticons, look-alike
// letters - are short and tuned by hand for chats; what they miss is a
// word or a sentence more or less, never a wrong span.
//
// Dependencies are the standard library and golang.org/x/text.
package text
