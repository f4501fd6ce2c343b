// Package reward is the room of what a scan is worth to the scanner: points for a
// consumer's claim, money for a guide, a bonus for the terminal that opens a case. It
// owns grants, one for each (item, purpose), and the reward policy.
//
// Only faces with the long MAC pay, and only a hidden face pays a stranger. A guide's
// reward on a visible code waits until the consumer claims the same unit, where it has
// a hidden code; whichever comes first, each is posted once. Staff are paid for goods that
// came down the channel: what they get for goods that nobody is known to be meant to have
// waits until a late fact tells, and is nothing if that makes them diverted.
// Staff who are barred by a rule beside the policy get nothing, and the grant says why.
// Samples and gifts earn nobody anything.
package reward
