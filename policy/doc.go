// Package policy reads policies from files: when a bot goes on, offers a human
// or hands over, written so that a service manager can read it.
//
//	name: example
//	version: "1"
//	thresholds:
//	  likely: 0.5
//	facts:
//	  order_value: {type: number, default: 0}
//	rules:
//	  - id: asked-for-human
//	    doc: The customer asks for a person.
//	    when: request.human >= threshold.likely
//	    then: {action: transfer}
//	  - id: angry-about-much
//	    doc: An angry customer with a large order.
//	    when: emotion.anger >= threshold.likely && facts.order_value > 500
//	    then: {action: transfer, priority: high, queue: complaints}
//
// Conditions are written in CEL, the Common Expression Language
// (https://cel.dev), without macros. They can name:
//
//   - signals, by their kind: the score at this turn, a number from 0 to 1;
//   - thresholds: threshold.NAME, as given in the file;
//   - facts of the host: facts.NAME, declared in the file with a type (text,
//     number, boolean, list) and a default;
//   - the turn's acts: act.accept, act.decline, act.withdraw, act.progress,
//     act.ask_if_bot;
//   - the conversation: channel, vertical, language.tag, language.confidence,
//     state.customer_turns, state.since_offer (customer turns since a human was
//     offered; -1: never), state.declined, state.bot_waits, state.transferred;
//   - the customer's turns so far, this one included: history.max("KIND"),
//     history.max_in("KIND", turns), history.ago("KIND", turns),
//     history.count("KIND", least), history.count_in("KIND", least, turns),
//     and history.since_progress("KIND", least), which counts the turns since
//     the customer last got anywhere.
//
// All rules are asked. The strongest action wins; queue and priority come from
// the first reason. A soft offer (action: offer) is held back while the bot
// waits for an answer, after the customer declined one, and for offers.every
// customer turns (default 8) after the last; insist: true lifts that.
//
// A policy can extend a preset, or a file beside it (extends: balanced): it takes
// over everything, gives thresholds, facts and rules of the same name or id
// anew, adds rules, and removes some (remove: [ID]). An action can carry a
// message for the customer by language (message: {vi: ..., default: ...}).
//
// A mistake is reported with file, line and column, every one at once: see
// [Errors]. A file is at most 1 MiB and a single YAML document without
// aliases, anchors, tags and merge keys.
//
// Package presets holds policies to start from.
package policy
