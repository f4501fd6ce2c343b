// Package diversion is the room of goods found elsewhere than they were meant to be
// (窜货). It judges sightings, gathers flags into cases, and decides cases.
//
// A judgement compares the assignment of the goods at the time of the scan with the
// place: a terminal under another distributor is hard evidence; a consumer's district
// outside the distributor's territory is soft. Every verdict carries reason codes.
//
// A flag opens or joins the open case of its lot, origin distributor × place × product ×
// window, and accrues nothing. Confirming freezes the set of units, a container's flag
// counting its sellable contents, and posts the penalty on the origin: units × the rate
// in force. Reversing a confirmed case posts the opposite. Flags that come after a
// decision open a linked case. A unit is penalised in one case only.
package diversion
