package settlement

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

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

// holdOrg keeps others from paying an organisation until the transaction ends.
func (s store) holdOrg(ctx context.Context, org model.OrgID) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "payments"}, Value: gorm.Expr("payments + 1")}},
	}).Create(&model.SettlementHold{OrgID: org, Payments: 1}).Error
}

func (s store) payments(ctx context.Context, org model.OrgID) ([]model.SettlementPayment, error) {
	var rows []model.SettlementPayment
	return rows, s.db.Conn(ctx).Where("org_id = ?", org).Order("period_id").Find(&rows).Error
}

// paymentsOf are those of statements that are paid.
func (s store) paymentsOf(ctx context.Context, periods []model.SettlementPeriodID, orgs []model.OrgID) (map[sheet]model.SettlementPayment, error) {
	var rows []model.SettlementPayment
	err := s.db.Conn(ctx).Where("period_id IN ? AND org_id IN ?", periods, orgs).Find(&rows).Error
	paid := make(map[sheet]model.SettlementPayment, len(rows))
	for _, r := range rows {
		paid[sheet{r.PeriodID, r.OrgID}] = r
	}
	return paid, err
}

func (s store) payment(ctx context.Context, period model.SettlementPeriodID, org model.OrgID) (*model.SettlementPayment, error) {
	return db.First[model.SettlementPayment](s.db.Conn(ctx).Where("period_id = ? AND org_id = ?", period, org))
}

func (s store) insertPayment(ctx context.Context, p model.SettlementPayment) error {
	return s.db.Conn(ctx).Create(&p).Error
}
