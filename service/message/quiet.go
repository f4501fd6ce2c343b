package message

import (
	"time"

	"channelrouter/internal/clock"
)

// minutes reads "22:00" as the minute of the day.
func minutes(s string) (minute int, ok bool) {
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil && len(s) == 5
}

// quietUntil tells whether t lies in the quiet hours [from, to), minutes of Shanghai's
// day that may pass midnight, and when they end. Pure.
func quietUntil(t time.Time, from, to int) (end time.Time, quiet bool) {
	local := clock.Local(t)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	now := local.Hour()*60 + local.Minute()
	switch {
	case from == to:
		return time.Time{}, false
	case from < to && (now < from || now >= to):
		return time.Time{}, false
	case from > to && now >= to && now < from:
		return time.Time{}, false
	}
	end = midnight.Add(time.Duration(to) * time.Minute)
	if now >= to {
		end = end.AddDate(0, 0, 1)
	}
	return clock.Normal(end), true
}

// nextMidnight is when Shanghai's next day begins.
func nextMidnight(t time.Time) time.Time {
	local := clock.Local(t)
	return clock.Normal(time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, local.Location()))
}
