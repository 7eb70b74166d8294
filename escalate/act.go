package escalate

// An Act is what a turn does in the conversation, where that bears on the
// hand-over: a dialogue act. Detectors report acts beside signals; they are
// facts about the flow and not reasons to hand over.
type Act string

const (
	// ActOfferHuman: the bot offers to bring in a person and leaves the choice to the customer.
	ActOfferHuman Act = "offer_human"
	// ActPromiseHuman: the bot announces that a person is taking over.
	ActPromiseHuman Act = "promise_human"
	// ActAsk: the bot waits for the customer's answer to its question.
	ActAsk Act = "ask"
	// ActAccept: the customer accepts the bot's offer of a person.
	ActAccept Act = "accept"
	// ActDecline: the customer declines the bot's offer of a person.
	ActDecline Act = "decline"
	// ActWithdraw: the customer takes back the need for a person.
	ActWithdraw Act = "withdraw"
	// ActProgress: the customer got what was asked for, or says so.
	ActProgress Act = "progress"
	// ActDigress: asked by the bot, the customer says more than an answer, so that
	// the bot does not wait for one alone.
	ActDigress Act = "digress"
	// ActAskIfBot: the customer only asks whether it is a bot that answers.
	ActAskIfBot Act = "ask_if_bot"
)

var knownActs = map[Act]bool{ActOfferHuman: true, ActPromiseHuman: true, ActAsk: true,
	ActAccept: true, ActDecline: true, ActWithdraw: true, ActProgress: true, ActDigress: true, ActAskIfBot: true}
