package payout

import (
	"context"
	"errors"
	"log/slog"

	"channelrouter/model"
)

// Cancel asks the payer to take back a payout that waits for its person, and answers how
// the payout stands: cancelled is only what the payer says is, mostly at the next look.
// Errors: ErrUnknown, ErrNotCancellable.
func (s *Service) Cancel(ctx context.Context, person model.PersonID, id model.PayoutID) (model.Payout, error) {
	p, err := s.Get(ctx, person, id)
	if err != nil {
		return model.Payout{}, err
	}
	if p.State != model.PayoutConfirming {
		return model.Payout{}, ErrNotCancellable.With("state %d", p.State)
	}
	s.pace.count(ctx, p.Merchant, s.clock.Now())
	result, err := s.payer.Cancel(ctx, p.Merchant, p.BillNo)
	switch {
	case errors.Is(err, ErrTooLate):
		result, err = Result{Standing: Processing}, ErrNotCancellable // what else it is, the look tells
	case err != nil:
		slog.WarnContext(ctx, "cancelling unresolved", "payout", p.ID, "error", err)
		result, err = Result{Standing: Processing}, nil
	}
	if settling := s.look(ctx, p, result); settling != nil {
		return model.Payout{}, settling
	}
	if err != nil {
		return model.Payout{}, err
	}
	return s.Get(ctx, person, id)
}

// look takes a final result, or has a worker ask soon.
func (s *Service) look(ctx context.Context, p model.Payout, r Result) error {
	if r.Standing == Paid || r.Standing == Failed {
		return s.finish(ctx, p, r)
	}
	return s.wait(ctx, p, firstPause)
}
