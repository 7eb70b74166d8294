// Package langdetect names the language of short chat messages, and tells
// languages that bots serve badly, among them those that it has never seen.
//
//	r := langdetect.Detect("toi muon gap nhan vien") // r.Tag is "vi"
//
// [Detect] needs nothing else. [Pool] gathers what the messages of one
// customer say together. [Identifier.Spans] splits a message in two languages.
// [NewDetector] plugs all of it into an engine of package escalate, where it
// stands before the detectors that ask for the language.
//
// # How it decides
//
// Letters first: a script of one language decides alone. Then hashed n-grams
// of one to four letters, single letters outside ASCII and whole words, each
// with the labels that it speaks for, are summed over the message; 479 labels,
// 19 of them languages in Latin letters that have a script of their own.
// Greetings, loan words, brands, numbers, addresses, code and emoji carry no
// language and are left out; what is left of too few letters is "und".
//
// [Result.LowResource] is a probability of its own. A small network weighs how
// the best served language stands to the best other one, and how well the
// message fits either compared with what messages in that language usually
// reach. It was trained on languages and on sources that the table of n-grams
// had not seen, so that it knows what an unknown language looks like. Which
// languages are served is a table: see [DefaultServed] and [WithServed].
//
// # Figures
//
// On the chat-length pieces (15 to 60 characters) of data that the weights
// were not made from, by the project's score_lang.py. The shipped weights are
// made from all sources, so these rows need weights made without:
//
//	kept out            served named right  low-resource recall at  called low-resource at 0.5
//	                                        5 % / 1 % false alarms  low-resource / served texts
//	Leipzig             93.7 %              94.7 / 90.5 %           90.8 / 1.1 %
//	Leipzig, + lingua   96.5 %              the same                the same
//	Bible corpus        95.8 %              98.3 / 97.3 %           96.0 / 0.0 %
//	58 languages        (none served)                               86 / -; UDHR alone 89 %
//
// On the same Leipzig texts lingua-go names 96.3 % of the served, its models
// being of the same collection, and whatlanggo 80.5 %. On the requests and
// reviews of xSID and NusaX in lingua's languages langdetect names 89.2 % of
// the served, lingua 89.0 %, both together 91.3 %: that is what package lingua
// adds. (Weights made without Leipzig throughout.)
//
// The table testdata/messages.tsv, 849 messages in served languages: 4 (0.5 %)
// are called low-resource. Named: 99 % of the plain ones, 85 % of those without
// diacritics (8 % are "und"), 94 % of the romanised; 98 % of the neutral ones
// are "und". TestMessages prints them. Of the 416 of them that are long enough
// to tell, langdetect names 391, lingua 291 and whatlanggo 193 (TestTable in
// module benchmarks).
//
// Changes of language: 85.3 % of the Turkish-German sentences of UD SAGT are
// found; of the messages in served languages of dev.chat.jsonl 1.9 % are called
// mixed, 1.8 % on the Leipzig sentences kept out; most of them have an English
// title in them. A fifth of the sentences of SAGT that are marked as keeping to
// one language are called mixed, and of the Telugu-English ones, in a scholarly
// transcription, none is found. The table testdata/switching.tsv, English in
// Vietnamese, Hindi, Filipino, Swahili, Malay, and Spanish: 51 of 56 found, 0
// of 42 wrong, printed by TestSwitchingTable.
//
// The commands, from the root of the repository, D being the folder of the
// language data:
//
//	A="$D/udhr.full.jsonl $D/mixed.full.jsonl langdetect/train/data/ui.tsv.gz langdetect/train/data/roman.tsv.gz langdetect/train/data/chat/*.txt"
//	go run ./langdetect/train -o langdetect/weights.bin $A
//	go run ./langdetect/train -exclude Leipzig -o w.bin $A
//	go run ./langdetect/train -signals w.bin $D/dev.chat.jsonl > out.jsonl
//	score_lang.py $D/dev.chat.jsonl --signals out.jsonl --source Leipzig
//	go run ./langdetect/train -spans w.bin $D/codeswitch.jsonl
//
// Training takes three minutes on one core. Figures for unseen languages are of
// weights made with -without and every seventh low-resource label of
// dev.chat.jsonl.
//
// # Cost
//
// The weights are 3.9 MB, embedded, read where they lie: a process that has
// answered its first message, 1 ms after its start, has 11 MB resident in all.
// On the messages of the table the median is 15 µs, that of lingua with 75
// languages 1.35 ms, 88 times as much, and that of whatlanggo 175 µs, 11 times
// as much, in one run on a busy machine:
//
//	cd langdetect/benchmarks && go test -bench . -run x
//
// A message costs one allocation and at most 600 letters of work. Spans takes
// about twice as long as Detect, a turn of a Pool 0.3 µs. No goroutines are
// started.
//
// # Weights and their sources
//
// Made from the Universal Declaration of Human Rights (free of copyright);
// AfriSenti (CC BY 4.0; Muhammad et al., AfriSenti: A Twitter Sentiment
// Analysis Benchmark for African Languages, 2023); the older translations of
// the Bible corpus of Christos Christodouloupoulos (CC0 1.0); the sentences
// that lingua-go ships as test data (Apache-2.0, Peter M. Stahl, from the
// Leipzig Corpora Collection of Universität Leipzig and the Saxon Academy of
// Sciences); user-interface texts under BSD, Apache, ISC and Unicode licences
// and texts written for this project, both listed in train/data/README.md.
// Nothing was made from sources with a share-alike licence. The weights are
// statistics of hashed n-grams; no sentence can be read back from them.
//
// # Limits
//
// Regional varieties of a served language (Neapolitan, Bavarian, Banjarese)
// pass for it half the time or more. Neighbours in one script, such as
// Macedonian and Bulgarian, or Javanese and Indonesian, need a sentence rather
// than two words. Croatian, Serbian and Bosnian, Indonesian and Malay,
// romanised Hindi and Urdu are guesses below ten words; hints of the host
// ([Hint]) decide between them. Romanised Arabic is known in its Egyptian,
// Levantine, Gulf and Moroccan spellings from a few dozen messages only.
package langdetect
