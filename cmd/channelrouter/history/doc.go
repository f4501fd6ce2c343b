// Package history makes the past of a demonstration: a quarter in which a brand with a whole
// channel sold goods, some of which were diverted.
//
// Nothing is faked. The rooms of the business stand on a clock that this package moves on, day
// by day; shops, guides and consumers scan through the scan room's use case, the relay delivers
// what was recorded, the detector and the rebates come to their own findings, and people decide
// what the brand decides: two console users approve each other's work, distributors answer
// statements, inspectors get cases. Who must not be asked a thousand times, WeChat, is replaced
// by somebody who believes everyone (people.go). WeChat Pay is the stand-in, which speaks its
// protocol and lives by the clock of the past (cash.go): what its statements and our payouts
// disagree in, it was told to get wrong.
//
// What happens is drawn from a seed (draw.go): the same seed, size and day give the same
// organisations, goods, scans and figures. Ids and printed codes differ, because keys are secret.
//
// The order of making: the channel (land.go, names.go, channel.go), who acts for it (people.go),
// what the brand has decided before (policies.go), the goods (goods.go), the plan of all scans
// (plan.go, diverted.go). Then the days pass (days.go): goods are shipped, scans are recorded,
// and the desk does its work (cases.go, statements.go, desk.go).
package history
