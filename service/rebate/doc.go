// Package rebate is the room of what the channel earns on goods that sell.
//
// A rebate accrues once for a unit, when its sell-out and its terminal are both known,
// in either order, by the graph as of the sell-out. The terminal is the guide's at his
// scan, else the one that opened the unit's case; where they disagree, the accrual says
// so. It goes to the terminal's own upstream distributor, diverted or not; second-tier
// wholesalers get what the programme says for matched goods and nothing for diverted.
//
// A distributor that works without the logistics system, and whoever it supplies, earns
// nothing where the policy in force at the sell-out says so; the unit keeps why.
//
// The room gathers the facts of a unit as they arrive, and what they amount to is a pure
// function of them (accrue.go). When a later fact changes the result, what was posted is
// reversed and the new version posted, so the order of arrival does not matter.
package rebate
