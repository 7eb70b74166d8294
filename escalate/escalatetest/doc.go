// Package escalatetest helps to test detectors, engines and policies with
// conversations.
//
// A .chat file is a conversation with expectations, one turn a line:
//
//	# Comments and blank lines are ignored.
//	bot_languages: en,vi
//	fact order_value: 120.5
//	customer: where is my parcel?
//	bot {fallback, confidence 0.3}: Sorry, I did not get that.
//	customer: can I talk to a person?
//	  want: transfer
//	  want: request.human 0.5..1 "talk to a person"
//
// Host fields (id, channel, vertical, bot_languages, and facts) come before the
// first turn; a fact's value is JSON, or text where it is not. Expectations
// stand indented under their customer turn:
//
//   - want: transfer [high] [queue NAME] [rule ID] - the decision, its
//     priority (normal if not said), its queue, and a rule among its reasons;
//   - want: KIND [LOW..HIGH] ["QUOTE"] - a signal, its score within the bounds
//     (0.5..1 if not said), and its evidence exactly that quote;
//   - want: nothing - no signal of 0.5 or more, and continue.
//
// Both directions fail. Where a turn wants signals, one of 0.5 or more that it
// does not want is a failure; a turn without expectations wants nothing, though
// a transfer that an earlier turn earned may stand.
//
// [Run] runs .chat files as subtests, [Chat.Check] runs one without a
// testing.T, and [TestDetector] checks that a detector keeps the rules of
// escalate.Detector.
package escalatetest
