package personal

import (
	"time"

	"channelrouter/internal/clock"
)

// Due says which kept rows have been kept long enough.
type Due struct {
	Subject
	Before time.Time // rows of before then are over
	Erased time.Time // when the rest of the person's data were erased
}

// Ending is what becomes of kept rows when the time is over for which they must be.
type Ending struct {
	// Over is a condition of SQL on the table's rows, and what it is asked with, that finds those
	// whose time is over.
	Over  func(Due) (condition string, args []any)
	Fate  Fate           // Erased or Anonymised
	Blank map[string]any // of what is made anonymous
}

// Ended is the part of a table whose time to be kept is over, with the fate that it has then.
func (t Table) Ended(due Due) Table {
	condition, args := t.Ending.Over(due)
	t.Where = t.Where.If(condition, args...)
	t.Fate, t.Blank = t.Ending.Fate, t.Ending.Blank
	return t
}

// Cutoff is the moment before which rows have been kept for so many years: duties count from the
// end of a row's year in Shanghai.
func Cutoff(now time.Time, years int) time.Time {
	return clock.Normal(time.Date(clock.Local(now).Year()-years, 1, 1, 0, 0, 0, 0, clock.Zone()))
}

// OlderThan finds rows by a column of time.
func OlderThan(column string) func(Due) (string, []any) {
	return func(d Due) (string, []any) { return column + " < ?", []any{d.Before} }
}
