package settlement

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertAdjustment(ctx context.Context, a model.SettlementAdjustment) error {
	return s.db.Conn(ctx).Create(&a).Error
}

func (s store) adjustment(ctx context.Context, id model.AdjustmentID) (*model.SettlementAdjustment, error) {
	return db.First[model.SettlementAdjustment](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) adjustmentByKey(ctx context.Context, by model.UserID, key string) (*model.SettlementAdjustment, error) {
	return db.First[model.SettlementAdjustment](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) adjustments(ctx context.Context, state model.AdjustmentState, before model.AdjustmentID, limit int) ([]model.SettlementAdjustment, error) {
	query := s.db.Conn(ctx)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.SettlementAdjustment](query, before, limit)
}

// adjustmentsOf are the approved ones of a period.
func (s store) adjustmentsOf(ctx context.Context, period model.SettlementPeriodID) ([]model.SettlementAdjustment, error) {
	var rows []model.SettlementAdjustment
	return rows, s.db.Conn(ctx).Where("period_id = ? AND state = ?", period, model.AdjustmentApproved).Order("id").Find(&rows).Error
}

// adjustmentsAfter are the approved ones of all periods after one.
func (s store) adjustmentsAfter(ctx context.Context, period model.SettlementPeriodID) ([]model.SettlementAdjustment, error) {
	var rows []model.SettlementAdjustment
	return rows, s.db.Conn(ctx).Where("period_id > ? AND state = ?", period, model.AdjustmentApproved).Find(&rows).Error
}

// decideColumns are what a decision writes.
var decideColumns = []string{"state", "note", "decided_by", "decided_at", "txn_id"}

// saveAdjustment writes a decision whose period is held.
func (s store) saveAdjustment(ctx context.Context, a model.SettlementAdjustment) error {
	done := s.db.Conn(ctx).Model(&model.SettlementAdjustment{}).Where("id = ? AND state = ?", a.ID, model.AdjustmentAsked).
		Select(decideColumns).Updates(&a)
	if done.Error == nil && done.RowsAffected != 1 {
		return ErrDecided.With("adjustment %d", a.ID)
	}
	return done.Error
}

// refuseAdjustment refuses one that nobody has decided; false when somebody has.
func (s store) refuseAdjustment(ctx context.Context, a model.SettlementAdjustment) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.SettlementAdjustment{}).Where("id = ? AND state = ?", a.ID, model.AdjustmentAsked).
		Select(decideColumns).Updates(&a)
	return done.RowsAffected == 1, done.Error
}
