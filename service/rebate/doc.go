// Package rebate is the room of what the channel earns on goods that sell.
//
// A rebate accrues once for a unit, when its sell-out and its terminal are both known,
// in either order, by the graph as of the sell-out. The terminal is the guide's at his
// scan, else the one that opened the unit's case; where they disagree, the accrual says
// so. It goes to the terminal's own upstream, diverted or not: its distributor, and the
// regional companies above; second-tier wholesalers get what is promised for matched goods
// and nothing for diverted.
//
// A distributor that works without the logistics system, and whoever it supplies, earns
// nothing where the policy in force at the sell-out says so; the unit keeps why, and counts
// for nobody.
//
// # Units
//
// The room gathers the facts of a unit as they arrive, and what they amount to is a pure
// function of them (accrue.go). When a later fact changes the result, what was posted is
// reversed and the new version posted, so the order of arrival does not matter. Every unit
// pays the basic rates of the policy, and what programmes of kind per_unit promise beside
// them, in one transaction.
//
// # Programmes
//
// A programme has a kind and versions; a version has terms and the days on which it is in
// force, which overlap with no other's. It begins with a day that is to come and never
// changes; only its end may be brought forward (publish.go). docs/rebates.md says what the
// kinds pay, with an example of each.
//
// What sums up over a period is three pure steps from the scans:
//
//	unit      → sales:    for whom it counts, a row for each seat of the chain (sale.go)
//	sales     → volumes:  units by organisation, month, product, chain (count.go)
//	volumes   → standing: facts of a period, and what the terms say of them (earn.go)
//
// A delivery of facts inserts what volumes change by, so that nobody waits for another's row;
// Work, a leased job, adds it up, marks the standings that it touches, and settles each by
// itself (standing.go): the difference between what the facts are worth and what stands
// posted goes to the ledger under the standing's next revision, also a negative one. A
// standing is claimed as it was read, after its facts were: it counts all facts that it was
// ever told, so that one which came meanwhile is seen even where another worker has worked it
// out, and two never post the same revision.
//
// New terminals and displays count by terminal and period (terminal.go, display.go); targets
// are set, and measured on what sold, or on what custody says arrived less what it says left
// again (target.go, sellin.go).
//
// # Caps and budgets
//
// What is spent of a programme's budget of a period, and of a unit programme's caps, stands
// in pots, whose rows are held from before they are read until the transaction ends
// (grant.go). What does not fit accrues as far as it does, and says cap_reached or
// budget_exhausted. What is taken back frees the budget: standings that got less for want of
// it are settled again, and units that come later find it.
//
// # What must always hold
//
// What stands posted of a standing is the sum of its accruals, and of what the ledger moved
// for them. Where neither cap nor budget binds it is what the terms say of its facts,
// whatever the order in which they came. A budget and a cap are never exceeded. The basic
// rates of a unit, and each programme's, are accrued once.
//
// A what-if (whatif.go) runs any version over past sales, and writes nothing.
//
// It owns the tables rebate_units, opened_cases, rebate_accruals and all others whose names
// begin with rebate_.
package rebate
