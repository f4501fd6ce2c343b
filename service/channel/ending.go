package channel

import (
	"context"
	"time"

	"channelrouter/model"
)

// held is a row that holds for a period.
type held[T any] interface {
	*T
	Held() *model.Period
}

// since is the rows that hold at a moment or later. Pure.
func since[T any, P held[T]](rows []T, at time.Time) []T {
	var left []T
	for i := range rows {
		if P(&rows[i]).Held().ValidTo.After(at) {
			left = append(left, rows[i])
		}
	}
	return left
}

// endRows ends rows that are believed at a moment: they are not believed any more, and what is
// left of each before the moment is believed from now on. id is where a row has its id.
func endRows[T any, P held[T]](ctx context.Context, s *Service, rows []T, id func(P) *int64, at time.Time) error {
	now := s.clock.Now()
	ended := make([]int64, len(rows))
	var rest []T
	for i := range rows {
		row := P(&rows[i])
		ended[i] = *id(row)
		if left, ok := cut(*row.Held(), at, now); ok {
			*id(row), *row.Held() = s.ids.Next(), left
			rest = append(rest, rows[i])
		}
	}
	if err := disbelieve[T](ctx, s.store, ended, now); err != nil {
		return err
	}
	return insert(ctx, s.store, rest)
}
