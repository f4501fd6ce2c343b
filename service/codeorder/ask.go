package codeorder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unicode/utf8"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Wish is what somebody asks for. The key makes a retry the same wish.
type Wish struct {
	By       model.UserID
	Key      string
	Batch    code.NewBatch
	Plant    string // where the codes are printed
	Line     string
	Note     string
	WantedOn int32 // day in Shanghai, as 20260302; 0 for any
}

// Ask stores an order, which then waits for somebody's decision. What could not be issued
// is refused now, not when it is approved. Errors: ErrBadOrder, ErrKeyReused, the room
// code's ErrBadProfile and ErrBadBatch, catalog.ErrUnknownProduct.
func (s *Service) Ask(ctx context.Context, w Wish) (model.CodeOrder, error) {
	now := s.clock.Now()
	if err := w.check(clock.BizDate(now)); err != nil {
		return model.CodeOrder{}, err
	}
	if _, err := s.catalog.Get(ctx, w.Batch.ProductID); err != nil {
		return model.CodeOrder{}, err
	}
	levels, err := w.levels()
	if err != nil {
		return model.CodeOrder{}, err
	}
	row := model.CodeOrder{
		ID: model.CodeOrderID(s.ids.Next()), UserID: w.By, Key: w.Key, InputHash: w.hash(levels),
		Ref: w.Batch.Ref, ProductID: w.Batch.ProductID, Profile: w.Batch.Profile.Name, Levels: levels,
		Linking: w.Batch.Linking, Count: w.Batch.Count, Plant: w.Plant, Line: w.Line, Note: w.Note,
		WantedOn: w.WantedOn, State: model.CodeOrderAsked, CreatedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		fresh, err := s.store.insertOrder(ctx, &row)
		if err == nil && !fresh {
			row, err = s.askedBefore(ctx, row)
		}
		if err == nil {
			db.Note(ctx, "code order %d", row.ID)
		}
		return err
	})
	return row, err
}

// askedBefore is the order under the same key, if it is the same.
func (s *Service) askedBefore(ctx context.Context, again model.CodeOrder) (model.CodeOrder, error) {
	row, err := s.store.orderByKey(ctx, again.UserID, again.Key)
	if err != nil {
		return model.CodeOrder{}, err
	}
	if row == nil || row.InputHash != again.InputHash {
		return model.CodeOrder{}, ErrKeyReused.With("key %q", again.Key)
	}
	return *row, nil
}

func (w Wish) check(today int32) error {
	switch {
	case utf8.RuneCountInString(w.Plant) > 60 || utf8.RuneCountInString(w.Line) > 60 || utf8.RuneCountInString(w.Note) > 200:
		return ErrBadOrder.With("plant, line or note is too long")
	case w.WantedOn != 0 && w.WantedOn < today:
		return ErrBadOrder.With("wanted on %d, which is over", w.WantedOn)
	}
	return w.Batch.Check()
}

// levels is the profile as it is stored, which must read back as it is: by names.
func (w Wish) levels() ([]byte, error) {
	levels, err := w.Batch.Profile.Encode()
	if err != nil {
		return nil, err
	}
	_, err = code.ParseProfile(w.Batch.Profile.Name, levels)
	return levels, err
}

func (w Wish) hash(levels []byte) string {
	b := w.Batch
	sum := sha256.Sum256(fmt.Appendf(nil, "%q\n%d\n%s\n%d\n%d\n%q\n%q\n%q\n%d", b.Ref, b.ProductID, levels, b.Linking, b.Count, w.Plant, w.Line, w.Note, w.WantedOn))
	return hex.EncodeToString(sum[:])
}

// Get returns an order. Error: ErrUnknown.
func (s *Service) Get(ctx context.Context, id model.CodeOrderID) (model.CodeOrder, error) {
	row, err := s.store.order(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknown.With("id %d", id)
	}
	if err != nil {
		return model.CodeOrder{}, err
	}
	return *row, nil
}

// List pages through orders, newest first, before an id (0: from the newest). state 0 is
// any.
func (s *Service) List(ctx context.Context, state model.CodeOrderState, before model.CodeOrderID, limit int) ([]model.CodeOrder, error) {
	return s.store.orders(ctx, state, before, limit)
}

// Batch is an order's batch. Error: ErrNotIssued.
func (s *Service) Batch(ctx context.Context, o model.CodeOrder) (*code.Batch, error) {
	if o.BatchID == nil {
		return nil, ErrNotIssued.With("order %d", o.ID)
	}
	return s.codes.Batch(ctx, *o.BatchID)
}
