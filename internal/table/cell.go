package table

import (
	"strconv"
	"strings"
	"time"

	"channelrouter/internal/clock"
)

// layouts are the ways in which files write a time, on the clocks of Shanghai where they do
// not say otherwise.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006/1/2 15:04:05", "2006/1/2 15:04",
	time.DateOnly, "2006/1/2", "20060102",
}

// ParseTime reads a time as people write it, or the number of days since 30 December 1899
// that a spreadsheet keeps of it. A day without a time is its first moment. ok tells whether
// it is one.
func ParseTime(text string) (at time.Time, ok bool) {
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, clock.Zone()); err == nil {
			return clock.Normal(at), true
		}
	}
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || !(days >= 1 && days <= 100_000) { // "nan" is neither less nor more
		return time.Time{}, false
	}
	at = time.Date(1899, 12, 30, 0, 0, 0, 0, clock.Zone()).AddDate(0, 0, int(days))
	seconds := (days - float64(int(days))) * 24 * 60 * 60
	return clock.Normal(at.Add(time.Duration(seconds+0.5) * time.Second)), true
}

// Harmless is a text that a spreadsheet does not take for a formula: one that it would stands
// behind an apostrophe.
func Harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
