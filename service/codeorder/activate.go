package codeorder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Activation is a wish to make an interval of an order's batch live. The key makes a retry
// the same wish.
type Activation struct {
	By       model.UserID
	Key      string
	Order    model.CodeOrderID
	Interval code.Interval
	At       time.Time // zero, or past: at once
}

func (a Activation) hash() string {
	level := "all"
	if a.Interval.Level != nil {
		level = a.Interval.Level.String()
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%d\n%d\n%d", a.Order, level, a.Interval.From, a.Interval.To, a.At.UnixMicro()))
	return hex.EncodeToString(sum[:])
}

// Activate makes codes live at once, or keeps the wish for its time. What is live already
// stays so. Errors: ErrUnknown, ErrNotIssued, ErrKeyReused, code.ErrIntervalOutside.
func (s *Service) Activate(ctx context.Context, a Activation) (model.CodeOrderActivation, error) {
	o, err := s.Get(ctx, a.Order)
	if err != nil {
		return model.CodeOrderActivation{}, err
	}
	b, err := s.Batch(ctx, o)
	if err == nil {
		err = b.Check(a.Interval)
	}
	if err != nil {
		return model.CodeOrderActivation{}, err
	}
	now := s.clock.Now()
	row := model.CodeOrderActivation{
		ID: model.CodeActivationID(s.ids.Next()), OrderID: a.Order, UserID: a.By, Key: a.Key, InputHash: a.hash(),
		Level: a.Interval.Level, FromItem: a.Interval.From, ToItem: a.Interval.To,
		State: model.CodeActivationWaiting, At: clock.Normal(a.At), CreatedAt: now,
	}
	if a.At.Before(now) {
		row.At = now
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		fresh, err := s.store.insertActivation(ctx, &row)
		if err != nil {
			return err
		}
		if !fresh {
			row, err = s.wishedBefore(ctx, row)
			return err
		}
		db.Note(ctx, "code activation %d", row.ID)
		if row.At.After(now) {
			return nil
		}
		row, err = s.carryOut(ctx, row, *o.BatchID)
		return err
	})
	if err != nil {
		return model.CodeOrderActivation{}, err
	}
	return row, s.codes.Refresh(ctx)
}

// wishedBefore is the activation under the same key, if it is the same.
func (s *Service) wishedBefore(ctx context.Context, again model.CodeOrderActivation) (model.CodeOrderActivation, error) {
	row, err := s.store.activationByKey(ctx, again.UserID, again.Key)
	if err != nil {
		return model.CodeOrderActivation{}, err
	}
	if row == nil || row.InputHash != again.InputHash {
		return model.CodeOrderActivation{}, ErrKeyReused.With("key %q", again.Key)
	}
	return *row, nil
}

// carryOut makes an activation's codes live, if it still waits, in the caller's transaction.
func (s *Service) carryOut(ctx context.Context, a model.CodeOrderActivation, batch model.BatchID) (model.CodeOrderActivation, error) {
	now := s.clock.Now()
	done := a
	done.State, done.DoneAt = model.CodeActivationDone, &now
	won, err := s.store.endActivation(ctx, done)
	if err != nil || !won {
		return a, err
	}
	return done, s.codes.EnsureActive(ctx, batch, code.Interval{Level: a.Level, From: a.FromItem, To: a.ToItem})
}

// Withdraw takes an activation back before its time; to do so again changes nothing.
// Errors: ErrUnknownActivation, ErrActivated.
func (s *Service) Withdraw(ctx context.Context, by model.UserID, order model.CodeOrderID, id model.CodeActivationID) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		row, err := s.store.activation(ctx, order, id)
		if err != nil {
			return err
		}
		if row == nil {
			return ErrUnknownActivation.With("id %d", id)
		}
		withdrawn := *row
		withdrawn.State, withdrawn.DoneAt, withdrawn.WithdrawnBy = model.CodeActivationWithdrawn, &now, by
		won, err := s.store.endActivation(ctx, withdrawn)
		if err != nil || won {
			return err
		}
		if row, err = s.store.activation(ctx, order, id); err == nil && row.State == model.CodeActivationDone {
			err = ErrActivated.With("activation %d", id)
		}
		return err
	})
}

// Activations lists an order's activations in the order they were wished for, after an id.
// Error: ErrUnknown.
func (s *Service) Activations(ctx context.Context, order model.CodeOrderID, after model.CodeActivationID, limit int) ([]model.CodeOrderActivation, error) {
	if _, err := s.Get(ctx, order); err != nil {
		return nil, err
	}
	return s.store.activations(ctx, order, after, limit)
}

// workBatch bounds what one run of the job carries out.
const workBatch = 50

// ActivateDue carries out what is due, and says how many. It may be repeated, and end,
// anywhere; what fails keeps nothing else waiting.
func (s *Service) ActivateDue(ctx context.Context) (done int, err error) {
	due, err := s.store.dueActivations(ctx, s.clock.Now(), workBatch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var failed error
	for _, a := range due {
		err := s.db.Run(ctx, func(ctx context.Context) error {
			o, err := s.Get(ctx, a.OrderID)
			if err != nil {
				return err
			}
			_, err = s.carryOut(ctx, a, *o.BatchID)
			return err
		})
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("activation %d: %w", a.ID, err))
			continue
		}
		done++
	}
	return done, errors.Join(failed, s.codes.Refresh(ctx))
}
