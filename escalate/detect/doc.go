// Package detect holds the detectors of what customers and bots say.
//
// The message detectors - [RequestHuman], [Emergency], [Charge] and the others
// that take a [Scorer] - report what one customer message carries. A Scorer
// reads the message once for all of them: [Phrases] is made of lexicons,
// [Classifier] of a trained model, [Calibrated] of tuned layers of the encoder.
//
// The conversation detectors - [Flow], [Failure], [Promise] - judge what
// happens between the turns, by the [Moves] of bot and customer.
//
// Package standard puts them together; [Messages] and [Conversation] list them.
//
// # Languages
//
// Lexicons are plain files in the folder lexicon, one a language; its README
// says how to add phrases. Outside its languages a lexicon proves nothing, and
// a decision lists the signals as unverified.
package detect
