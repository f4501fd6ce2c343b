package codeorder

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Approve allows an order and issues its batch, in one transaction; to approve again what
// was approved changes nothing. Errors: ErrUnknown, ErrFourEyes, ErrDecided,
// ErrNumberTaken, and what code.Issue refuses.
func (s *Service) Approve(ctx context.Context, by model.UserID, id model.CodeOrderID) (model.CodeOrder, error) {
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return model.CodeOrder{}, err
	}
	var order model.CodeOrder
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if order, err = s.Get(ctx, id); err != nil {
			return err
		}
		if order.UserID == by && !policy.Body.SamePersonMayApprove {
			return ErrFourEyes.With("order %d", id)
		}
		decided := order
		decided.State, decided.DecidedBy, decided.DecidedAt = model.CodeOrderIssued, by, &now
		won, err := s.store.decide(ctx, decided)
		if err != nil {
			return err
		}
		if won {
			order, err = s.issue(ctx, decided)
			return err
		}
		if order, err = s.Get(ctx, id); err == nil && order.BatchID == nil {
			err = ErrDecided.With("order %d was refused", id)
		}
		return err
	})
	if db.IsTaken(err) {
		return model.CodeOrder{}, ErrNumberTaken.With("number %q", order.Ref)
	}
	return order, err
}

// issue issues the batch of an order whose decision the caller holds.
func (s *Service) issue(ctx context.Context, o model.CodeOrder) (model.CodeOrder, error) {
	profile, err := code.ParseProfile(o.Profile, o.Levels)
	if err != nil {
		return o, err
	}
	batch, err := s.codes.Issue(ctx, code.NewBatch{
		Ref: o.Ref, ProductID: o.ProductID, Profile: profile, Linking: o.Linking, Count: o.Count,
	})
	if err != nil {
		return o, err
	}
	o.BatchID = &batch
	return o, s.store.setBatch(ctx, o.ID, batch)
}

// Refuse turns an order down for a reason; to refuse it again changes nothing. Errors:
// ErrUnknown, ErrDecided.
func (s *Service) Refuse(ctx context.Context, by model.UserID, id model.CodeOrderID, reason string) (model.CodeOrder, error) {
	now := s.clock.Now()
	var order model.CodeOrder
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		won, err := s.store.decide(ctx, model.CodeOrder{
			ID: id, State: model.CodeOrderRefused, DecidedBy: by, DecidedAt: &now, Reason: reason,
		})
		if err != nil {
			return err
		}
		if order, err = s.Get(ctx, id); err == nil && !won && order.State != model.CodeOrderRefused {
			err = ErrDecided.With("order %d was approved", id)
		}
		return err
	})
	return order, err
}
