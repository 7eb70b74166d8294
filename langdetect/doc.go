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
// 17 of them languages in Latin letters that have a script of their own.
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
//	Leipzig             93.7 %              95.1 / 90.5 %           90.5 / 1.1 %
//	Leipzig, + lingua   96 %                the same                the same
//	Bible corpus        95.8 %              98.3 / 97.3 %           96.0 / 0.0 %
//	57 languages        (none served)                               86 / -; UDHR alone 89 %
//
// On the same Leipzig texts lingua-go names 96.3 % of the served, its models
// being of the same collection, and whatlanggo 80.5 %. On the requests and
// reviews of xSID and NusaX in lingua's languages langdetect names 90.0 %,
// lingua 89.0 %, both together 91.0 %: that is what package lingua adds.
//
// The table testdata/messages.tsv, 849 messages in served languages: 3 (0.4 %)
// are called low-resource. Named: 98 % of the plain ones, 84 % of those without
// diacritics (8 % are "und"), 95 % of the romanised; 98 % of the neutral ones
// are "und". TestMessages prints them.
//
// Changes of language: 85.7 % of the Turkish-German sentences of UD SAGT are
// found; of messages in served languages 1.8 % are called mixed on the Leipzig
// sentences kept out (the requests of xSID 9 %, most of them with an English
// title in it). The table testdata/switching.tsv, English in Vietnamese, Hindi,
// Filipino, Swahili, Malay, and Spanish: 52 of 56 found, 0 of 42 wrong, printed
// by TestSwitchingTable.
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
// Training takes two to four minutes on one core and gives the same bytes on
// the same machine type.
//
// # Cost
//
// The weights are 3.9 MB, embedded, read where they lie. Module benchmarks
// measures the time beside the peers.
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
