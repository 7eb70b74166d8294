// Package phrase finds phrases of many languages in a message, and says whether
// they are meant: negated, supposed, reported, past, asked about or quoted.
//
// A [Lexicon] is compiled from text files that need no programmer. It works on
// the words of package text, so that case, width, look-alike letters,
// elongation, "ag3nt" and missing diacritics are no concern of its patterns,
// and on characters in scripts written without spaces.
//
// # Lexicon files
//
// A file is UTF-8 and begins with its language, a BCP 47 tag or "any". Sections
// follow; each line of a section is a pattern, or several separated by
// semicolons. What follows a # after white space is a comment.
//
//	language: en
//
//	[set person]
//	person | human (being)? | someone | agent
//
//	[request.human strong]              # the group, and how sure a match is
//	(talk|speak) (to|with) (a|an)? <person>
//	get me ... (manager|supervisor)
//	escalat*
//	^ <person> please $ {weak}
//
//	[request.human not]                 # a match that one of these overlaps is none
//	travel agent
//
//	[scope negation before 4]
//	don't ; do not ; no need to
//
//	[scope but]
//	but ; however
//
// A section [group strength attribute ...] holds patterns of a group. The
// strength is a number in [0, 1] or one of strong (0.9), medium (0.65) and weak
// (0.35), 1 if there is none; a pattern may have its own in braces. Attributes
// are for the program that reads matches.
//
// A section [scope KIND SIDE REACH] holds cues. KIND is negation, hypothesis,
// report, past or question. SIDE says where the cue stands: before the match,
// after it, or around it, on either side. REACH is a number of words, at most
// 50, between the two, or clause, sentence or text. But for the last two a
// reach ends where the clause does: at the end of a sentence, at ; : and —, at
// a word of a [scope but] section, and for negations at a comma. Cues and
// clauses bear on matches of their own language and of "any".
//
// A section [set name] defines alternatives for <name> further below. The sets
// <number>, <code>, <url>, <email>, <handle> and <emoji> are words of that
// kind, and <any> is any word.
//
// # Patterns
//
//	word        the word, also in its other readings (see text.Word) and typed
//	            without marks: "muốn" finds muốn and muon, "don't" finds dont,
//	            "möchte" finds mochte and moechte. "muon" finds muon alone.
//	=word       the word with exactly these marks
//	word* *word a word that begins or ends so
//	a | b       one or the other; in parentheses inside a pattern
//	word? (a b)?  may be left out; in scripts without spaces ? is for the one
//	            character before it
//	.. ... .... up to two, four or eight words in between
//	^ $         the start and the end of a sentence
//	\? \( \#    the character itself, needed where it stands
//
// In patterns of three words or more, a word of seven letters or more is found
// with one mistake in it, unless the first letter is wrong, the typed word is
// another of the lexicon, or the pattern's is written with =.
//
// Other punctuation is left out in patterns. In a text, commas, hyphens,
// quotation marks, brackets and emoji between the words of a pattern do not
// matter; the end of a sentence or a line, a colon and a dash end a match. In
// scripts without spaces two characters count as a word of a gap or a reach in
// Chinese and Japanese, and three in Thai, Lao, Khmer and Burmese. An Arabic or
// Hebrew word is also found behind the particles that are written in one with
// it, and an Arabic one whatever its hamza seats.
//
// # Cost
//
// A text costs time linear in its words. Each pattern is looked for from its
// rarest word, so that a message without such words costs a lookup for each of
// its own; see the benchmarks.
package phrase
