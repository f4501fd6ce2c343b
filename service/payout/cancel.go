package payout

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"channelrouter/model"
)

// cancelPause is how soon the payer is asked again to take the same bill back.
const cancelPause = 10 * time.Second

// Cancel asks the payer to take back a payout that waits for its person, and answers how
// the payout stands: cancelled is only what the payer says is, mostly at the next look.
// Asked again within seconds, it answers the same without asking the payer, unless nobody
// knows whether he has heard.
// Errors: ErrUnknown, ErrNotCancellable.
func (s *Service) Cancel(ctx context.Context, person model.PersonID, id model.PayoutID) (model.Payout, error) {
	p, err := s.Get(ctx, person, id)
	if err != nil {
		return model.Payout{}, err
	}
	if p.State != model.PayoutConfirming {
		return model.Payout{}, ErrNotCancellable.With("state %d", p.State)
	}
	if !s.asksToCancel(ctx, p) {
		return p, nil
	}
	result, err := s.payer.Cancel(ctx, p.Merchant, p.BillNo)
	switch {
	case errors.Is(err, ErrTooLate):
		result, err = Result{Standing: Processing}, ErrNotCancellable // what else it is, the look tells
	case err != nil:
		slog.WarnContext(ctx, "cancelling unresolved", "payout", p.ID, "error", err)
		s.forgetCancel(ctx, p)
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

// asksToCancel tells whether the payer was not asked in these seconds: people press a
// button again.
func (s *Service) asksToCancel(ctx context.Context, p model.Payout) bool {
	first, err := s.kv.SetIfAbsent(ctx, s.cancelKey(p), []byte("asked"), cancelPause)
	if err != nil {
		slog.WarnContext(ctx, "cancellations are not counted", "error", err)
	}
	return first || err != nil
}

// forgetCancel lets who presses again be heard.
func (s *Service) forgetCancel(ctx context.Context, p model.Payout) {
	if err := s.kv.Delete(ctx, s.cancelKey(p)); err != nil {
		slog.WarnContext(ctx, "a cancellation is not forgotten", "payout", p.ID, "error", err)
	}
}

func (s *Service) cancelKey(p model.Payout) string {
	return fmt.Sprintf("limit:pay-cancel:%d:%d", p.ID, s.clock.Now().Truncate(cancelPause).Unix())
}

// look takes a final result, or has a worker ask soon.
func (s *Service) look(ctx context.Context, p model.Payout, r Result) error {
	if r.Standing == Paid || r.Standing == Failed {
		return s.finish(ctx, p, r)
	}
	return s.wait(ctx, p, firstPause)
}
