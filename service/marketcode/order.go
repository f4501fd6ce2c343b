package marketcode

import (
	"context"
	"fmt"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	step = 10_000 // WeChat makes codes by ten thousands
	most = 20_000_000
)

// Order is a wish for WeChat's codes on a face of a batch. The key makes a retry the same
// wish.
type Order struct {
	By    model.UserID
	Key   string
	Batch model.BatchID
	Face  model.Face
}

// Order stores an order, which a worker then takes to WeChat. Errors: ErrNotConfigured,
// ErrBadOrder, ErrOrdered, ErrKeyReused, and the room code's ErrUnknownBatch and
// ErrFaceAbsent.
func (s *Service) Order(ctx context.Context, o Order) (model.MarketCodeOrder, error) {
	if s.wechat == nil {
		return model.MarketCodeOrder{}, ErrNotConfigured
	}
	b, err := s.codes.Batch(ctx, o.Batch)
	if err != nil {
		return model.MarketCodeOrder{}, err
	}
	face, err := code.FaceInterval(b, o.Face, 0, 0)
	if err != nil {
		return model.MarketCodeOrder{}, err
	}
	ordered := (face.To + step - 1) / step * step
	if ordered > most {
		return model.MarketCodeOrder{}, ErrBadOrder.With("%d", face.To)
	}
	now := s.clock.Now()
	row := model.MarketCodeOrder{
		ID: model.MarketOrderID(s.ids.Next()), UserID: o.By, Key: o.Key, BatchID: o.Batch, Face: o.Face,
		Count: face.To, Ordered: ordered, Ranges: []byte("[]"), State: model.MarketAsked,
		NextAt: now, CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		// Both unique keys are the guard: whoever comes second finds out which of them it met.
		fresh, err := s.store.insertOrder(ctx, &row)
		if err == nil && !fresh {
			row, err = s.ordered(ctx, o)
		}
		if err == nil {
			db.Note(ctx, "market code order %d", row.ID)
		}
		return err
	})
	return row, err
}

// ordered is the order that stands in the way of one, if that is its own retry.
func (s *Service) ordered(ctx context.Context, o Order) (model.MarketCodeOrder, error) {
	row, err := s.store.orderByKey(ctx, o.By, o.Key)
	switch {
	case err != nil:
		return model.MarketCodeOrder{}, err
	case row == nil:
		return model.MarketCodeOrder{}, ErrOrdered.With("batch %d, %s", o.Batch, o.Face)
	case row.BatchID != o.Batch || row.Face != o.Face:
		return model.MarketCodeOrder{}, ErrKeyReused.With("key %q", o.Key)
	}
	return *row, nil
}

// Reference is what WeChat knows an order by, so that it takes it once.
func Reference(o model.MarketCodeOrder) string { return fmt.Sprintf("CR%d", o.ID) }

// Get returns an order. Error: ErrUnknown.
func (s *Service) Get(ctx context.Context, id model.MarketOrderID) (model.MarketCodeOrder, error) {
	row, err := s.store.order(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknown.With("id %d", id)
	}
	if err != nil {
		return model.MarketCodeOrder{}, err
	}
	return *row, nil
}

// List pages through orders, newest first, before an id (0: from the newest).
func (s *Service) List(ctx context.Context, before model.MarketOrderID, limit int) ([]model.MarketCodeOrder, error) {
	return s.store.orders(ctx, before, limit)
}
