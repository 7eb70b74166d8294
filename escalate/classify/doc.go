// Package classify learns small classifiers of texts from labelled examples, in
// seconds, and explains by the words of a text what they say of it.
//
// A host whose customers write about something that no built-in detector knows -
// cancelling a subscription, an allergy - writes some forty messages with their
// labels in a language of its own and trains a model of the encoder's vectors,
// which knows the same wishes in the other languages:
//
//	enc, err := layers.Model()
//	m, err := classify.TrainTexts(enc, 12, examples)
//	findings, err := m.Find("Tôi muốn hủy gói cước") // scores, and the words behind them
//
// [TextModel] is that door: texts in, scores out, and [TextModel.Detector] for an
// engine. [Train] and [Model] lie behind it and take features, for who has others
// or wants to share them. examples/fewshot is a program to copy, `escalate train`
// does it from files, and [Unseen] says how good a model is before it is used.
//
// # What a model is made of
//
// A model tells labels apart independently of each other: a text has several, one
// or none. Each label's logit is a sum over what [Config] turns on:
//
//	Buckets   hashed n-grams: words, pairs of words, characters inside words (3 to
//	          5), up to four characters in a row in scripts without spaces, and
//	          capitals and elongation. Weights of 8 bits.
//	Groups    for each group of phrases (package phrase) the joined weight of those
//	          meant as they say, and of those scoped away (negated, quoted, past).
//	Dim       a vector, such as the encoder's or the outputs of other models.
//	Hidden    units between the phrases and the vector on one side and the labels
//	          on the other. See below before using it.
//
// # Training
//
// Without n-grams the loss has one minimum, found by L-BFGS under a ridge; with
// them AdaGrad passes over the examples in an order drawn from a fixed seed. The
// same examples in the same order give the same model, bit for bit on one
// architecture; between architectures math.Exp and fused operations may differ in
// the last bit, and so may what is learnt. Train once and ship the bytes. By
// Example.Known sets join that were labelled for different things.
//
// # Calibration
//
// A score is a probability: of the texts that score 0.8, four in five carry the
// label - if texts are as the examples were, in mix and in kind. Train learns the
// model again on all examples but one part, five times, and fits the slope and the
// offset that turn the logits of the part left out into probabilities (Platt's
// method, with his targets). Parts never divide an Example.Group: lines of one
// author are alike, and a model that is judged on lines beside those it learnt
// looks better than it is. A label with fewer than five examples for and five
// against, or a set of one group, stays as it was learnt: the order of its scores
// means something, their height little.
//
// Forty examples give a rough idea of a probability. And what was learnt in one
// language scores lower in others, though in the same order: choose thresholds on
// messages of your own, or add a few examples in the languages that count.
//
// # Explanation
//
// [Model.Explain] points at the stretch of words that adds most to a label. For
// n-grams, phrases and the encoder's vectors, each a sum over parts of the text,
// what each part adds is exact; the stretch itself is the best sum of neighbours
// against the background of the whole, 14 words at most. With hidden units what a
// part adds is by the gradient at the text, exact for small changes only.
//
// # Same scores
//
// The logits of features are the same on every machine: sums of integers and
// floats in one order, unfused. The probability passes through math.Exp, whose
// last bit may differ between architectures; package escalate rounds scores to
// four decimals, which all but rules out that a decision shows it.
//
// # Hidden units
//
// They are there for features that no straight line divides, such as a few
// outputs of other models. On the encoder's vectors they bring next to nothing
// and cost time. 16 labels, encoder depth 12, learnt on batch a (960 messages) and
// judged on batch b (959, other authors) of en, vi, de and ja in detect/corpus, by
// BenchmarkHidden:
//
//	units  macro-F1 at 0.5  mean average precision  training
//	0      0.513            0.606                    1 s
//	8      0.525            0.604                    6 s
//	16     0.530            0.603                    7 s
//	64     0.526            0.602                   12 s
//
// # Cost
//
// One core of an AMD EPYC with Zen 4, busy with other work; BenchmarkScore and
// BenchmarkTrain, 16 labels (two where examples are 40), training with calibration:
//
//	score a message of 70 bytes by n-grams         3 µs, allocating nothing
//	by a vector of 384 values                      5 µs, likewise
//	by a vector and 16 hidden units               10 µs, likewise
//	train on 40, 1,000, 5,000 messages' n-grams    9 ms, 0.4 s, 3 s
//	on 40, 1,000, 5,000 vectors                    6 ms, 0.6 s, 2 s
//
// A TextModel costs what the encoder does, and microseconds; of two labels it takes
// 3.4 KB. Of long texts the first 400 words count for n-grams, and what the encoder
// reads for the vector.
//
// # When not to use it
//
// Where a few fixed wordings say all there is to say, phrases do it better and can
// be read. Where the answer lies in the conversation and not in one message, in a
// number or in a date, write a detector. Below about ten examples a label, and
// without messages that look like it and are not, a model knows the topic and not
// the wish. Models are no defence against people who try to be misread.
//
// # Compatibility
//
// The bytes of a model say which layout they are of, and a later version of this
// package reads them or refuses them with [ErrModel]. A TextModel belongs to the
// weights of the encoder that it learnt from, and [LoadTexts] refuses others: keep
// the labelled texts, and train again when the encoder changes.
package classify
