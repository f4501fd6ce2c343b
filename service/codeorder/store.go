package codeorder

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// insertOrder tells whether the order is new: no other has its key.
func (s store) insertOrder(ctx context.Context, o *model.CodeOrder) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, o)
	return n == 1, err
}

func (s store) order(ctx context.Context, id model.CodeOrderID) (*model.CodeOrder, error) {
	return db.First[model.CodeOrder](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) orderByKey(ctx context.Context, by model.UserID, key string) (*model.CodeOrder, error) {
	return db.First[model.CodeOrder](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) orders(ctx context.Context, state model.CodeOrderState, before model.CodeOrderID, limit int) ([]model.CodeOrder, error) {
	query := s.db.Conn(ctx)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.CodeOrder](query, before, limit)
}

// decide decides an order that is still asked; false when somebody else did.
func (s store) decide(ctx context.Context, o model.CodeOrder) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CodeOrder{}).Where("id = ? AND state = ?", o.ID, model.CodeOrderAsked).
		Updates(map[string]any{"state": o.State, "decided_by": o.DecidedBy, "decided_at": o.DecidedAt, "reason": o.Reason})
	return done.RowsAffected == 1, done.Error
}

// setBatch gives an order its batch, which no other order has: else the key is taken.
func (s store) setBatch(ctx context.Context, id model.CodeOrderID, batch model.BatchID) error {
	return s.db.Conn(ctx).Model(&model.CodeOrder{}).Where("id = ?", id).Update("batch_id", batch).Error
}

// insertActivation tells whether the activation is new: no other has its key.
func (s store) insertActivation(ctx context.Context, a *model.CodeOrderActivation) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, a)
	return n == 1, err
}

func (s store) activation(ctx context.Context, order model.CodeOrderID, id model.CodeActivationID) (*model.CodeOrderActivation, error) {
	return db.First[model.CodeOrderActivation](s.db.Conn(ctx).Where("id = ? AND order_id = ?", id, order))
}

func (s store) activationByKey(ctx context.Context, by model.UserID, key string) (*model.CodeOrderActivation, error) {
	return db.First[model.CodeOrderActivation](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

// endActivation carries out or withdraws what still waits; false when it does not.
func (s store) endActivation(ctx context.Context, a model.CodeOrderActivation) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CodeOrderActivation{}).
		Where("id = ? AND state = ?", a.ID, model.CodeActivationWaiting).
		Updates(map[string]any{"state": a.State, "done_at": a.DoneAt, "withdrawn_by": a.WithdrawnBy})
	return done.RowsAffected == 1, done.Error
}

func (s store) activations(ctx context.Context, order model.CodeOrderID, after model.CodeActivationID, limit int) ([]model.CodeOrderActivation, error) {
	var page []model.CodeOrderActivation
	return page, s.db.Conn(ctx).Where("order_id = ? AND id > ?", order, after).Order("id").Limit(limit).Find(&page).Error
}

func (s store) dueActivations(ctx context.Context, now time.Time, limit int) ([]model.CodeOrderActivation, error) {
	var page []model.CodeOrderActivation
	err := s.db.Conn(ctx).Where("state = ? AND at <= ?", model.CodeActivationWaiting, now).Order("at").Limit(limit).Find(&page).Error
	return page, err
}
