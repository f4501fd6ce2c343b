package pay

import "time"

// What WeChat Pay allows one merchant, over all replicas. Above the rates it answers
// ErrRateLimited.
const (
	CallsPerSecond   = 100 // of Transfer, and of Query
	CancelsPerSecond = 20

	// DefaultDailyFen is what a merchant may transfer in a day before WeChat has raised it.
	DefaultDailyFen = 100_000_00

	// ConfirmWithin is how long a person may take; WeChat closes the bill some time
	// after, so that only its state says that it is closed.
	ConfirmWithin = 24 * time.Hour
	// ResendDays is for how many days, counted by the calendar, a bill can be sent
	// again under its number. After that only Query may be asked.
	ResendDays = 3
	// QueryWithin is how long a bill can be queried. After that ErrNotFound means
	// nothing, and the statements say what was paid.
	QueryWithin = 30 * 24 * time.Hour
)
