package intake

import (
	"strconv"
	"time"

	"channelrouter/internal/clock"
)

// layouts are the ways in which files write a time, on the clocks of Shanghai where they do
// not say otherwise.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006/1/2 15:04:05", "2006/1/2 15:04",
	time.DateOnly, "2006/1/2", "20060102",
}

// parseTime reads a time as people write it, or the number of days since 30 December 1899
// that a spreadsheet keeps of it. A day without a time is its first moment. Error: ErrBadRow.
func parseTime(text string) (time.Time, error) {
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, clock.Zone()); err == nil {
			return clock.Normal(at), nil
		}
	}
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || days < 1 || days > 100_000 {
		return time.Time{}, ErrBadRow.With("%.40q is no time YYYY-MM-DD HH:MM:SS", text)
	}
	at := time.Date(1899, 12, 30, 0, 0, 0, 0, clock.Zone()).AddDate(0, 0, int(days))
	seconds := (days - float64(int(days))) * 24 * 60 * 60
	return clock.Normal(at.Add(time.Duration(seconds+0.5) * time.Second)), nil
}
