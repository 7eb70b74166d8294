// Package policytest tests policies with tests that are data: a file beside the
// policy says which signals or which conversation come in, and what must be
// decided at each customer turn.
//
//	# shop.test.yaml tests shop.yaml, beside it.
//	tests:
//	  - name: a disputed charge goes to billing
//	    turns:
//	      - {signals: {dispute.charge: 0.6}, want: transfer queue billing rule charge-disputed}
//	  - name: anger by degrees
//	    each: # conversations of one turn
//	      - {signals: {emotion.anger: 0.8}, want: transfer rule angry}
//	      - {signals: {emotion.anger: 0.6}, want: offer}
//	      - {signals: {emotion.anger: 0.4}, want: continue}
//	  - name: whole words, read by the engine
//	    facts: {tier: gold}
//	    turns:
//	      - {bot: "How can I help?"}
//	      - {customer: "let me talk to a person", want: transfer}
//
// In Go, three lines run it as subtests:
//
//	func TestShop(t *testing.T) {
//		policytest.Run(t, "shop.test.yaml", policytest.MinCoverage(1))
//	}
//
// and the command "escalate test" runs it without Go.
//
// # The file
//
//   - policy: a preset's name or a file beside; NAME.yaml for NAME.test.yaml if
//     it is not said.
//   - extends: another test file, or a preset whose tests are to hold for this
//     policy too. A test of the same name replaces the other; remove: [NAME]
//     takes one out.
//   - conversation: vertical, channel, facts and bot_languages for every test
//     of this file; a test can have its own.
//   - chats: patterns of .chat files (see package escalatetest), whose
//     expectations on decisions are checked.
//   - tests: each has a name, turns (one conversation) or each (conversations of
//     one turn), and todo: REASON where the policy is known to fall short. A todo
//     that passes is a failure, so that none is left behind.
//
// A turn is the customer's unless it says another role. It has signals (by kind),
// acts, a language (a BCP 47 tag) and, at customer turns, want. Words can be
// given as customer: TEXT, bot: TEXT or agent: TEXT; they are read by the engine
// that [WithEngine] gives, and signals beside them are added.
//
// A want is "ACTION [high|urgent] [queue NAME] [rule ID] [callback]": the
// priority is normal if not said, the queue and a rule among the reasons are
// compared where they are said. A customer turn without a want wants continue,
// or a transfer that stands from before.
//
// # Coverage and mutation
//
// Coverage asks whether each rule was seen to fire and to decline, and each
// atomic condition to be true and to be false where that alone decided whether
// the rule fires: modified condition/decision coverage. Constants are left out.
//
// Mutation asks whether a test notices where a threshold is moved, a rule
// disabled or its action, priority, queue, exception or cooldown changed; see
// [policy.Policy.Mutants].
package policytest
