package settlement

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Present lets organisations see a period that was prepared; their time to answer begins.
// Errors: ErrUnknownPeriod, ErrPreparing, ErrPresented, ErrPeriodClosed.
func (s *Service) Present(ctx context.Context, by model.UserID, id model.SettlementPeriodID) (model.SettlementPeriod, error) {
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return model.SettlementPeriod{}, err
	}
	return s.stepOn(ctx, id, func(_ context.Context, p *model.SettlementPeriod) error { return present(p, policy.Body, now, by) })
}

// present moves a period that is held on. Pure.
func present(p *model.SettlementPeriod, policy Policy, now time.Time, by model.UserID) (err error) {
	if p.State, err = onward(ActPresent, p.State); err != nil {
		return err
	}
	until := policy.confirmBy(now)
	p.PresentedAt, p.PresentedBy, p.ConfirmBy = &now, by, &until
	return nil
}

// Close ends a period with all of its statements, for good. Each of them is confirmed, answered,
// or past its time. Errors: ErrUnknownPeriod, ErrPreparing, ErrNotPresented, ErrPeriodClosed,
// ErrEarlierOpen, ErrNotReady.
func (s *Service) Close(ctx context.Context, by model.UserID, id model.SettlementPeriodID) (model.SettlementPeriod, error) {
	now := s.clock.Now()
	p, err := s.Period(ctx, id)
	if err != nil {
		return p, err
	}
	if p.State == model.SettlementPresented { // found without keeping anybody waiting
		if err := s.ready(ctx, p, now); err != nil {
			return p, err
		}
	}
	return s.stepOn(ctx, id, func(ctx context.Context, p *model.SettlementPeriod) (err error) {
		if p.State, err = onward(ActClose, p.State); err != nil {
			return err
		}
		before, err := s.store.period(ctx, id-1)
		if err != nil {
			return err
		}
		if before != nil && before.State != model.SettlementClosed {
			return ErrEarlierOpen.With("period %d is %s", before.ID, StateName(before.State))
		}
		// Whoever answers holds his statement: he comes before this, and is counted, or after.
		if err := s.store.closeStatements(ctx, id, now); err != nil {
			return err
		}
		p.ClosedAt, p.ClosedBy = &now, by
		return s.ready(ctx, *p, now)
	})
}

// ready refuses to close a period over what is open.
func (s *Service) ready(ctx context.Context, p model.SettlementPeriod, now time.Time) error {
	w, err := s.store.waiting(ctx, p, now)
	if err == nil && w != (Waiting{}) {
		err = ErrNotReady.With("%d statements are disputed, %d wait for an answer, %d adjustments are not decided", w.Disputed, w.Unanswered, w.Adjustments)
	}
	return err
}

// stepOn takes a step with a period that is held, with what comes of it.
func (s *Service) stepOn(ctx context.Context, id model.SettlementPeriodID, do func(context.Context, *model.SettlementPeriod) error) (done model.SettlementPeriod, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, err := s.store.holdPeriod(ctx, id)
		if err != nil {
			return err
		}
		if p == nil {
			return ErrUnknownPeriod.With("number %d", id)
		}
		if err := do(ctx, p); err != nil {
			return err
		}
		db.Note(ctx, "settlement period %d", id)
		done = *p
		return s.store.savePeriod(ctx, done)
	})
	return done, err
}
