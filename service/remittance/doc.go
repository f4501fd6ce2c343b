// Package remittance is the room of how organisations get what statements say: by bank, or in
// credit against their orders.
//
// # Bank accounts
//
// Who changes a bank account can steal: an account is asked for by one console user and approved
// by another (account.go). Its number is kept sealed, bound to all else that the account says
// (box.go), and shown by its last four digits; only the file for the bank has it. An organisation
// has one account at a time, and all it ever had or was meant to have are kept.
//
// # Bank runs
//
// A run pays a closed period (run.go). A job lists what is owed by statements that end above zero,
// and leaves out who has no account (list.go). Somebody else than who proposed it approves it;
// then the job posts line after line (post.go), each for the amount and to the account that were
// approved: what was paid otherwise since, is owed otherwise, or goes to another account by now,
// is dropped from the run and may be in the next. The file (file.go) has the lines that were
// posted, and is the same bytes each time. What the bank says of lines is read back row by row
// (result.go): a line that has failed is reversed, and its statement may be paid again. A line has
// one result.
//
// # Credit
//
// A statement may be paid in credit instead (credit.go). An order uses some of it, never more than
// there is, and gives it back once, whole, when it is cancelled. The ledger alone says how much
// there is.
//
// # What must always hold
//
// Nobody approves what he asked for: fourEyes alone says so. A statement is paid once, by
// whichever comes first, because settlement pays; a line is posted in the transaction that says
// so, and reversed in the one that says that. Whoever posts or reads results holds the run, and
// then organisations; whoever uses credit holds the organisation's row.
//
// It owns the tables whose names begin with bank_ and credit_.
package remittance
