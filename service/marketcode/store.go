package marketcode

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// insertOrder tells whether the order is new: no other has its key or its face.
func (s store) insertOrder(ctx context.Context, o *model.MarketCodeOrder) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, o)
	return n == 1, err
}

func (s store) order(ctx context.Context, id model.MarketOrderID) (*model.MarketCodeOrder, error) {
	return db.First[model.MarketCodeOrder](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) orderByKey(ctx context.Context, by model.UserID, key string) (*model.MarketCodeOrder, error) {
	return db.First[model.MarketCodeOrder](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) orders(ctx context.Context, before model.MarketOrderID, limit int) ([]model.MarketCodeOrder, error) {
	return db.Newest[model.MarketCodeOrder](s.db.Conn(ctx), before, limit)
}

// dueOrders returns orders whose time has come, each state by one seek.
func (s store) dueOrders(ctx context.Context, now time.Time, limit int) ([]model.MarketCodeOrder, error) {
	var all []model.MarketCodeOrder
	for _, state := range []model.MarketOrderState{model.MarketAsked, model.MarketApplied, model.MarketReady} {
		var page []model.MarketCodeOrder
		err := s.db.Conn(ctx).Where("state = ? AND next_at <= ?", state, now).Order("next_at").Limit(limit).Find(&page).Error
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// unchanged finds an order as it was read, or claimed, by a worker.
func (s store) unchanged(ctx context.Context, o model.MarketCodeOrder) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.MarketCodeOrder{}).
		Where("id = ? AND state = ? AND next_at = ? AND imported = ?", o.ID, o.State, o.NextAt, o.Imported)
}

// moveOrder changes an order that still is as it was; false when it is not.
func (s store) moveOrder(ctx context.Context, from, to model.MarketCodeOrder) (bool, error) {
	done := s.unchanged(ctx, from).Updates(map[string]any{
		"state": to.State, "next_at": to.NextAt, "attempts": to.Attempts, "fault": to.Fault, "updated_at": to.UpdatedAt,
		"application": to.Application, "ranges": to.Ranges,
	})
	return done.RowsAffected == 1, done.Error
}

// progress moves a claimed order on to a code.
func (s store) progress(ctx context.Context, o model.MarketCodeOrder, to int64) (bool, error) {
	done := s.unchanged(ctx, o).Update("imported", to)
	return done.RowsAffected == 1, done.Error
}

// countActivation takes the row of an order whose codes are all here.
func (s store) countActivation(ctx context.Context, id model.MarketOrderID) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.MarketCodeOrder{}).
		Where("id = ? AND state IN ?", id, []model.MarketOrderState{model.MarketImported, model.MarketActive}).
		Update("activations", gorm.Expr("activations + 1"))
	return done.RowsAffected == 1, done.Error
}

// addActivated counts codes that are live, and ends the order with the last of them.
func (s store) addActivated(ctx context.Context, id model.MarketOrderID, n int64, now time.Time) error {
	order := s.db.Conn(ctx).Model(&model.MarketCodeOrder{}).Where("id = ?", id)
	err := order.Updates(map[string]any{"activated": gorm.Expr("activated + ?", n), "updated_at": now}).Error
	if err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.MarketCodeOrder{}).
		Where("id = ? AND state = ? AND activated = codes", id, model.MarketImported).Update("state", model.MarketActive).Error
}

func (s store) insertActivation(ctx context.Context, a model.MarketCodeActivation) error {
	return s.db.Conn(ctx).Create(&a).Error
}

func (s store) activationByKey(ctx context.Context, by model.UserID, key string) (*model.MarketCodeActivation, error) {
	return db.First[model.MarketCodeActivation](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

// overlaps tells whether a run shares codes with another of its order. Runs are disjoint, so
// the last that begins before the end is the only one that can.
func (s store) overlaps(ctx context.Context, order model.MarketOrderID, from, to int64) (bool, error) {
	last, err := db.First[model.MarketCodeActivation](
		s.db.Conn(ctx).Where("order_id = ? AND from_code < ?", order, to).Order("from_code DESC").Limit(1))
	return last != nil && last.ToCode > from, err
}

func (s store) activations(ctx context.Context, order model.MarketOrderID, from int64, limit int) ([]model.MarketCodeActivation, error) {
	var page []model.MarketCodeActivation
	return page, s.db.Conn(ctx).Where("order_id = ? AND from_code >= ?", order, from).Order("from_code").Limit(limit).Find(&page).Error
}

func (s store) dueActivations(ctx context.Context, now time.Time, limit int) ([]model.MarketCodeActivation, error) {
	var all []model.MarketCodeActivation
	for _, state := range []model.MarketActivationState{model.MarketActivationAsked, model.MarketActivationThere} {
		var page []model.MarketCodeActivation
		err := s.db.Conn(ctx).Where("state = ? AND next_at <= ?", state, now).Order("next_at").Limit(limit).Find(&page).Error
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// moveActivation changes an activation that still is as it was; false when it is not.
func (s store) moveActivation(ctx context.Context, from, to model.MarketCodeActivation) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.MarketCodeActivation{}).
		Where("id = ? AND state = ? AND next_at = ?", from.ID, from.State, from.NextAt).
		Updates(map[string]any{
			"state": to.State, "next_at": to.NextAt, "attempts": to.Attempts, "fault": to.Fault, "updated_at": to.UpdatedAt,
		})
	return done.RowsAffected == 1, done.Error
}
