package channel

import (
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// validAt tells whether p holds in the world at t.
func validAt(p model.Period, t time.Time) bool {
	return !p.ValidFrom.After(t) && p.ValidTo.After(t)
}

// validFrom is the open period from a moment on, by the clock of rows.
func validFrom(from time.Time) model.Period {
	return model.Period{ValidFrom: clock.Normal(from), ValidTo: model.Forever}
}

// newPeriod is valid from a moment on, and believed from now on.
func newPeriod(from, now time.Time) model.Period {
	p := validFrom(from)
	p.RecordedFrom, p.RecordedTo = now, model.Forever
	return p
}

// cut returns what is left of p before t, as believed from now on; ok is false
// when nothing is.
func cut(p model.Period, t, now time.Time) (left model.Period, ok bool) {
	left = model.Period{
		ValidFrom: p.ValidFrom, ValidTo: minTime(p.ValidTo, t),
		RecordedFrom: now, RecordedTo: model.Forever,
	}
	return left, left.ValidFrom.Before(left.ValidTo)
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
