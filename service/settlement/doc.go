// Package settlement is the room of statements: what the brand owes the organisations of its
// channel, period by period.
//
// A period is a run of the ledger's seals that follows the one before without a gap (cut.go), so
// that every sealed transaction belongs to exactly one, for ever, and statements add up because
// of what they are made of. It is cut on demand, with the last seal there is, or after a month's
// end, with the month's last; what is sealed later, however long ago it happened, belongs to a
// later one.
//
// Preparing a period (build.go) reads its seals some at a time, sums what each organisation's
// accounts moved, and writes statements and lines. share.go alone says which line a movement
// belongs to: a rebate's programme and product, as the rebate room accrued it; a case; a
// terminal's rewards; a payment; and what no room accounts for, by the ledger's kind. Looking
// into a line (open.go) asks the same of the same transactions, down to the scans. Before
// anybody sees a period it is held against the ledger's balances (check.go).
//
// # Adjustments
//
// An adjustment is asked for by one and approved by another, and posted to the ledger at once
// (adjust.go). It belongs to the period that it names, whichever seal covers it: statements
// count it by its table and leave its transaction out. Approving one holds that period and all
// after it, adds a line, and moves what later statements begin with. Nothing is adjusted while a
// later period is being prepared.
//
// # Answers
//
// What can be done with periods and lines stands in two tables (flow.go). The organisation
// confirms lines, or disputes them until a time; the brand answers a dispute by an adjustment, or
// says why not. Silence counts as confirmed when the time is over; a line that was added later
// has a time of its own. Whoever answers holds the statement; whoever closes a period holds all
// of its statements, so that nothing is said to a closed one (answer.go, close.go).
//
// # Payments
//
// A closed statement is paid once (pay.go): what it ends with, less what was paid since with
// another one, and more what came back, leaves the organisation's accounts for good; no
// more than a later closed one comes to. What the
// bank did not carry out is taken back, and the statement may be paid again. What is below zero
// is carried forward. Who is paid how is the room remittance's.
//
// # Files
//
// A statement is put in words (printed.go, language.go) and handed out as a workbook (sheet.go)
// or on paper (paper.go); a period as a workbook, which goes out while it is read.
//
// # What must always hold
//
// Periods cover all seals from the first on, each once, and are closed in their order. A
// statement begins with what the one before ends with; its lines come to the difference; what it
// ends with is the sum of the ledger's entries up to its period's end. Nothing of a closed period
// changes. Verify (verify.go) works all of it out anew.
//
// It owns the tables whose names begin with settlement_.
package settlement
