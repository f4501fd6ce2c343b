// Package diversion is the room of goods found elsewhere than they were meant to be
// (窜货). It judges sightings, gathers flags into cases, and takes cases to their end.
//
// A judgement compares the assignment of the goods at the time of the scan with the
// place: a terminal under another distributor is hard evidence; a consumer's district
// outside the distributor's territory is soft. Every verdict carries reason codes.
//
// A flag opens or joins the open case of its lot, origin distributor × place × product ×
// window, and accrues nothing. What can be done with a case stands in one table (flow.go):
// an inspector gets it and adds what he finds on the spot; its origin is told what is
// alleged, from when on no more flags join it, and may appeal until a day that the policy
// sets; the brand confirms or dismisses it, and may take a confirmation back at any time.
// One step is taken at a time, with its place in the case's history, which is only written
// to, and what comes of it, in one transaction (act.go).
//
// Confirming freezes the set of units, a container's flag counting its sellable contents, and
// posts the penalty on the origin: units × the rate in force, less what grace lets off, by the
// tier of repetition, below the caps; line by line (penalty.go). A share of it compensates the
// distributors in whose part of the channel the units were found, in the same transaction of
// the ledger. Reversing a confirmed case posts the opposite, and reckons later cases of the
// origin again that had counted it: lower if so, never higher; what costs the same by other
// numbers keeps those. Decisions about one origin follow each other, so that two cases are never
// both his first. Flags that come after a notice or decision open a linked case. A unit is
// penalised in one case only.
//
// What must always hold: the ledger owes what the confirmed cases say, and nothing for those
// dismissed or reversed; no case and no period costs more than its cap; each step of the
// history fits the table.
//
// It owns the tables diversion_cases, diversion_flags, penalised_units, case_events,
// penalty_holds and case_compensations. Who is told what is told by the message room; what
// inspectors and origins lay down is kept by the casefile room.
package diversion
