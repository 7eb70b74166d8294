// Package policy reads policies from files: when a bot goes on, offers a human
// or hands over, written so that a service manager can read it, an engineer can
// test it and CI can guard it.
//
// # Ten minutes
//
// Write a file shop.yaml. It starts from a preset and says what is different
// here:
//
//	name: shop
//	version: "1"
//	extends: balanced
//	facts:
//	  order_value: {type: number}
//	rules:
//	  - id: angry-about-much
//	    doc: An angry customer with a large order.
//	    when: emotion.anger >= threshold.likely && facts.order_value > 500
//	    then: {action: transfer, priority: high, queue: complaints}
//
// See that nothing is amiss. A mistake is reported with file, line and column,
// every one at once, and a hint:
//
//	$ escalate lint shop.yaml
//	shop.yaml:9:11: rule "angry-about-much": when: undeclared reference to 'emotion.angr' (did you mean 'emotion.anger'?)
//
// Write tests beside it, shop.test.yaml: signals in, decisions out.
//
//	extends: balanced          # its tests are to hold here too
//	tests:
//	  - name: anger about a large order
//	    facts: {order_value: 501}
//	    each:
//	      - {signals: {emotion.anger: 0.55}, want: transfer high queue complaints rule angry-about-much}
//	      - {signals: {emotion.anger: 0.45}}
//	  - name: anger about a small order
//	    facts: {order_value: 500}
//	    each:
//	      - {signals: {emotion.anger: 0.55}, want: offer}
//
// Run them, here or in CI. Coverage wants each rule to fire and to decline, and
// each part of a condition to be what decides; mutation moves each threshold
// and disables each rule, and asks whether a test notices:
//
//	$ escalate test -cover-threshold 100% -mutation-threshold 90% shop.test.yaml
//	shop.test.yaml: policy shop 1: 58 passed, 0 failed, 0 todo; coverage: rules 100.0 %, conditions 100.0 %
//
// Package policytest does the same in go test, in three lines. Ask why a
// conversation goes as it does, and what would have changed that:
//
//	$ escalate explain -policy shop.yaml conversation.jsonl
//
// Then ask past conversations what the new policy would change, before
// customers do. The readings are kept, so that the next try costs little:
//
//	$ escalate backtest -a balanced -b shop.yaml -readings readings.jsonl -max-increase 2% past.jsonl
//
// and, where conversations are labelled, which threshold errs least:
//
//	$ escalate sweep -policy shop.yaml -threshold likely=0.3:0.8:0.05 -cost 5:1 -plot trade.svg -readings readings.jsonl past.jsonl
//
// In the program, load it, and give the engine what it brings along:
//
//	p, err := policy.Load("shop.yaml")
//	...
//	e, err := standard.New(escalate.WithPolicy(p), escalate.WithDetectors(p.Detectors()...))
//
// The folder examples/policyci is all of this to copy.
//
// # The file
//
// YAML, or JSON, which is YAML too. At most 1 MiB, a single document without
// aliases, anchors, tags and merge keys.
//
//   - name, version, doc: decisions carry the first two, and a digest of all
//     files.
//   - extends: a preset, or a file beside the policy or below. It takes over
//     everything, gives thresholds, facts, signals and rules of the same name or
//     id anew, adds rules, and takes some out (remove: [ID]).
//   - thresholds: numbers from 0 to 1 by name. Scores are probabilities: at 0.5
//     a signal is more likely than not.
//   - facts: what the host knows, each with a type (text, number, boolean,
//     list), a default, and a doc. A fact of another type counts as not given.
//   - signals: the policy's own, below.
//   - queue: the queue where a rule names none; a name, or names by vertical
//     with a default. {language} stands for the customer's language.
//   - offers: {every: N}: customer turns between soft offers, 8 if not said.
//   - rules: each has an id, a doc (the sentence that explains the decision), a
//     condition (when), what to do (then), and perhaps an exception (unless) and
//     a cooldown in customer turns. then has an action (offer, transfer), a
//     priority (normal, high, urgent), a queue, a message for the customer by
//     language ({vi: ..., default: ...}), and insist: true for an offer that
//     nothing holds back.
//
// All rules are asked. The strongest action wins; queue, priority and message
// come from the first reason. A soft offer is held back while the bot waits for
// an answer, when the customer needs nobody any more or has declined one, and for
// a while after the last. Rules that can never change a decision are refused when the file is loaded.
//
// # Conditions
//
// Conditions are written in CEL, the Common Expression Language
// (https://cel.dev), without macros. They can name:
//
//   - signals, by their kind: the score at this turn, a number from 0 to 1;
//   - thresholds: threshold.NAME, and facts: facts.NAME;
//   - the turn's acts: act.accept, act.decline, act.withdraw, act.progress,
//     act.digress, act.ask_if_bot;
//   - the conversation: channel, vertical, language.tag, language.confidence,
//     state.customer_turns, state.asked_if_bot (turns that only asked whether it is a
//     bot), state.since_offer (customer turns since a human was
//     offered; -1: never), state.declined, state.bot_waits, state.transferred;
//   - the customer's turns so far, this one included: history.level("KIND"),
//     which rises while a signal lasts and falls while the customer is calm
//     (see [escalate.View.Level]), history.max("KIND"),
//     history.max_in("KIND", turns), history.ago("KIND", turns),
//     history.count("KIND", least), history.count_in("KIND", least, turns),
//     and history.since_progress("KIND", least), which counts the turns since
//     the customer last got anywhere.
//
// # Own signals
//
// A policy can bring signals of its own, or add phrases to a built-in one:
//
//	signals:
//	  shop.bulk_order:
//	    doc: The customer wants a bulk order.
//	    phrases:
//	      en: [in bulk, "<number> (units|boxes)", "maybe .. wholesale {weak}"]
//	      vi: [mua sỉ]
//	  shop.returns:
//	    doc: The customer wants to send something back.
//	    phrases: returns.txt          # a lexicon file beside the policy
//	  shop.churn:
//	    doc: The customer may leave.
//	    classifier: churn.model       # of "escalate train"; see WithClassifiers
//	  shop.mood:
//	    doc: A detector of the host's reports it.
//
// Phrases are patterns of package escalate/phrase. Lists are judged with cues
// for negation, supposition and the like that this package brings along in
// English, Vietnamese, Spanish, French and German; they were written by hand. A
// lexicon file may have its own. Package trained loads classifiers. A host gives [Policy.Detectors] to its engine,
// and [Policy.Check] says what it forgot.
//
// # Beside the file
//
//   - [Spec] is the same in Go, for policies that a program computes.
//   - [Policy.Lint] finds what is allowed but hardly meant.
//   - [Policy.Explain] and [Policy.Trace] say what became of each rule, each
//     part of its condition, and the smallest change that would flip the action.
//   - [Swappable] takes a new policy while engines run.
//   - Package presets holds the policies to start from, policytest tests
//     policies, backtest compares them over past conversations.
//
// # Cost
//
// With the longest history, a turn is judged by 40 rules in 6 to 10 µs, and in 22
// where every signal there is fires at once; loading them takes 4 to 10 ms
// (BenchmarkDecide and BenchmarkLoad, "policy alone", on a busy two-core AMD
// EPYC). Comparisons, acts and history are compiled to Go; only what is left is
// evaluated by CEL, under a cost limit.
//
// # When not to use it
//
// A policy judges signals. Where the signals are wrong, a rule that patches
// words mends one sentence and breaks another: mend the detector. A decision
// that needs a model of its own is a detector or an [escalate.Policy] in Go.
package policy
