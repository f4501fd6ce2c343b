package message

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// QuietHours are times of Shanghai's day, "22:00", between which a person gets no WeChat
// messages; the same time twice is none.
type QuietHours struct {
	From, To string
	Own      bool // the person's own; else the policy's
}

// Quiet returns a person's quiet hours.
func (s *Service) Quiet(ctx context.Context, person model.PersonID) (QuietHours, error) {
	own, err := s.store.quietHours(ctx, []model.PersonID{person})
	if err != nil {
		return QuietHours{}, err
	}
	if h, set := own[person]; set {
		return QuietHours{From: clockFace(h.From), To: clockFace(h.To), Own: true}, nil
	}
	policy, err := s.Policies.At(ctx, s.clock.Now())
	return QuietHours{From: policy.Body.QuietFrom, To: policy.Body.QuietTo}, err
}

// SetQuiet gives a person quiet hours of his own, in all his roles. Error: ErrQuietHours.
func (s *Service) SetQuiet(ctx context.Context, person model.PersonID, from, to string) (QuietHours, error) {
	h := model.MessageQuietHours{PersonID: person, UpdatedAt: s.clock.Now()}
	var okFrom, okTo bool
	h.From, okFrom = minutes(from)
	h.To, okTo = minutes(to)
	if !okFrom || !okTo {
		return QuietHours{}, ErrQuietHours.With("from %q to %q", from, to)
	}
	err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveQuietHours(ctx, h) })
	return QuietHours{From: from, To: to, Own: true}, err
}

func clockFace(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

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
