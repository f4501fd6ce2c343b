// Package insight is the room of the figures that the brand sees first: what was scanned,
// claimed, sold and earned, day by day, by place and by organisation, and what happens now.
//
// # Facts
//
// The outbox tells of scans, of sales that count or no longer do, of cases and payouts
// (hear.go). Each is put down as a row of its own and nothing else: who delivers never waits
// for another's figure. The row's key is what it is about, so a fact that is told again is
// not put down again.
//
// Work, a leased job, takes what was put down in passes: it numbers the facts of a pass and
// adds them to the figures in one transaction (count.go). So a fact is in one pass and counted
// once, wherever the process is killed; and since passes commit one after the other, the live
// feed goes on after any of its lines without missing one (live.go). Facts are removed after
// a day.
//
// Money needs no facts: the ledger numbers its seals without gaps, and the figures follow it
// seal by seal (money.go).
//
// # Figures
//
// A day's figures stand in insight_days once for all the country, for each province and for
// each city, so that any page reads some hundred rows; what has no known place is in area
// "00". Of organisations they stand in insight_org_days, a row for each day with any.
//
// A terminal is active on a day when its own people scanned something. How many were active in
// a period is exact, though no row is read for each: insight_actives counts an area's
// terminals by the day and by the day on which they were active before (active.go). A terminal
// whose day lies in the period and whose day before does not is one, and it is counted once.
//
// Which scans are an organisation's is listed in insight_org_scans by the same pass that counts
// them, so that its latest are read by a seek, however many there are (scans.go).
//
// # Anew
//
// A rebuild (rebuild.go) removes the figures and counts them again from the scans, the sales
// and the ledger, page by page, while facts go on arriving. How far it is stands in
// insight_states, beside which everybody who adds to figures waits: a fact beyond that is left
// to the page that will come to it, and a page leaves out what is still on its way. So nothing
// is counted twice or missed, and whoever comes next goes on where it stopped. What was there
// before this room was, is counted in the same way.
//
// # What must always hold
//
// The figures are what a rebuild would make of the same database once the outbox is empty. An
// area's figures are the sum of the areas in it and of what is known of no city.
//
// It reads tables of many rooms and owns those whose names begin with insight_.
package insight
