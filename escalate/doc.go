// Package escalate decides, at each customer turn of a chatbot conversation,
// whether the bot goes on, offers a human or hands over now, and says why.
//
// Most hosts want the engine with everything built in, from package
// [github.com/go-handoff/handoff/escalate/standard]:
//
//	engine, err := standard.New()
//	...
//	session, err := engine.NewSession(escalate.Conversation{ID: "c-123", Channel: "line"})
//	...
//	decision, err := session.Add(ctx, escalate.Turn{Role: escalate.Customer, Text: "you charged my card twice, fix it"})
//
// This package is what that engine is built of. It imports the standard
// library only; the text, the languages, the models and the policy files are
// in packages that import it.
//
// # How a decision is made
//
//	Turn -> Detectors -> Reading -> Policy -> Verdict -> Decision
//
// A [Reader] shows each turn to the [Detector] values, which report a [Signal]
// each for what they find, with the words as [Evidence], and an [Act] for what
// the turn does in the conversation. What several of them need is computed
// once, by a [Resource]. The [Reading] that results is all that a [Policy]
// needs: a [Judge] gives it the [View] of this turn and those before, and makes
// the verdict a [Decision]. [Engine] and [Session] put the two together;
// [Engine.Read] and [Judge] keep them apart, so that one reading serves many
// policies.
//
// The engine itself guarantees what no policy needs to repeat: scores are
// probabilities, quotes are exactly what the customer wrote, a transfer stands
// until a human agent speaks or the customer withdraws, the bot goes on while an
// agent has the conversation, and the same input gives the same bytes. A
// detector that fails is named in the decision, never taken for silence.
//
// # Write a detector
//
// A detector is a description and a function; see [NewDetector] and the
// example there. Package escalatetest checks that it keeps the rules.
//
// # When not to use it
//
// The library judges conversations, not agents' work or the bot's answers. It
// does not route between bots, moderate content, or replace an emergency
// service; a host with a duty of care needs people who watch.
//
// # Compatibility
//
// Before version 1, exported names may change with the minor version. Decisions
// may change with every version, as detectors learn; pin the version where that
// matters, and keep policy tests, which inject signals and so do not move.
package escalate
