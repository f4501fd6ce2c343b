package settlement

import (
	"context"
	"errors"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// Cut ends a period on demand: with the last seal there is. What is not sealed yet, of the last
// second, falls into the next one. The same key again is the first answer. Errors:
// ErrNothingNew.
func (s *Service) Cut(ctx context.Context, by model.UserID, key string) (model.SettlementPeriod, error) {
	return s.cut(ctx, by, key, 0, func(ctx context.Context, _ int64) (*model.LedgerSeal, error) { return s.ledger.LastSeal(ctx) })
}

// monthRests is how long after its end a month is cut: clocks differ, and what was recorded
// before the end may be on its way to the database.
const monthRests = time.Minute

// cutMonths ends a period after each month that was over while the policy wanted it, with the
// last seal that was made in it. What was sealed later is the next month's.
func (s *Service) cutMonths(ctx context.Context) error {
	from, after, err := s.sealedUpTo(ctx)
	if err != nil || from.IsZero() {
		return err
	}
	now := s.clock.Now()
	for month := monthOf(from); !now.Before(endOf(month).Add(monthRests)); month = nextMonth(month) {
		if err := s.cutMonth(ctx, month, after); err != nil && !errors.Is(err, ErrNothingNew) {
			return err
		}
	}
	return nil
}

// cutMonth cuts a month that is over, unless it has no seal after one, or nobody wants it to be
// cut. It waits until all that was recorded in it is sealed: then none of its seals is to come.
func (s *Service) cutMonth(ctx context.Context, month int32, after int64) error {
	end := endOf(month)
	policy, err := s.Policies.At(ctx, end)
	if err != nil || !policy.Body.Monthly {
		return err
	}
	sealed, err := s.ledger.SealedBefore(ctx, end)
	if err != nil || !sealed {
		return err
	}
	last, err := s.ledger.LastSealBefore(ctx, after, end)
	if err != nil || last == nil {
		return err
	}
	_, err = s.cut(ctx, 0, fmt.Sprintf("month/%d", month), month, func(ctx context.Context, after int64) (*model.LedgerSeal, error) {
		return s.ledger.LastSealBefore(ctx, after, end)
	})
	return err
}

// sealedUpTo is the last seal that is in a period, and when it was made; the time of the first
// seal, and no seal, while there is no period; no time while there is no seal.
func (s *Service) sealedUpTo(ctx context.Context) (at time.Time, seal int64, err error) {
	last, err := s.store.lastPeriod(ctx)
	if err != nil {
		return at, 0, err
	}
	if last != nil {
		return last.ToAt, last.LastSeal, nil
	}
	first, err := s.ledger.GetSeal(ctx, 1)
	if err != nil || first == nil {
		return at, 0, err
	}
	return first.At, 0, nil
}

// cut makes the next period, up to the seal that last finds after the period before. Two that
// make the first one at once race for its number.
func (s *Service) cut(ctx context.Context, by model.UserID, key string, month int32, last func(context.Context, int64) (*model.LedgerSeal, error)) (p model.SettlementPeriod, err error) {
	err = s.db.RunRaced(ctx, func(ctx context.Context) error {
		before, err := s.holdLast(ctx)
		if err != nil {
			return err
		}
		earlier, err := s.store.periodByKey(ctx, by, key)
		if err != nil || earlier != nil {
			if earlier != nil {
				p = *earlier
			}
			return err
		}
		p = model.SettlementPeriod{ID: 1, UserID: by, Key: key, State: model.SettlementPreparing, Month: month, CutAt: s.clock.Now()}
		if before != nil {
			p.ID, p.AfterSeal, p.FromAt = before.ID+1, before.LastSeal, &before.ToAt
		}
		seal, err := last(ctx, p.AfterSeal)
		if err != nil {
			return err
		}
		if seal == nil || seal.ID <= p.AfterSeal {
			return ErrNothingNew.With("since seal %d", p.AfterSeal)
		}
		p.LastSeal, p.ToAt = seal.ID, seal.At
		db.Note(ctx, "settlement period %d", p.ID)
		return s.store.insertPeriod(ctx, p)
	})
	return p, err
}

// holdLast keeps others from cutting, and from adjusting what the next period begins with,
// until the transaction ends, and returns the last period; nil while there is none.
func (s *Service) holdLast(ctx context.Context) (*model.SettlementPeriod, error) {
	for {
		last, err := s.store.lastPeriod(ctx)
		if err != nil || last == nil {
			return nil, err
		}
		held, err := s.store.holdPeriod(ctx, last.ID)
		if err != nil {
			return nil, err
		}
		newer, err := s.store.lastPeriod(ctx) // somebody may have cut while we waited
		if err != nil || newer.ID == held.ID {
			return held, err
		}
	}
}

// monthOf is the month in Shanghai, yyyymm, that a time is in.
func monthOf(t time.Time) int32 { return clock.BizDate(t) / 100 }

func nextMonth(month int32) int32 {
	if month%100 == 12 {
		return month + 89
	}
	return month + 1
}

// endOf is the first moment after a month.
func endOf(month int32) time.Time {
	return clock.StartOf(nextMonth(month)*100 + 1)
}
