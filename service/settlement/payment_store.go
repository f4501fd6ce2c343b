package settlement

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// holdOrgs keeps others from paying some organisations until the transaction ends. They are held
// in their order, so that nobody waits in a circle.
func (s store) holdOrgs(ctx context.Context, orgs []model.OrgID) error {
	orgs = slices.Clone(orgs)
	slices.Sort(orgs)
	var rows []model.SettlementHold
	for _, org := range slices.Compact(orgs) {
		rows = append(rows, model.SettlementHold{OrgID: org, Payments: 1})
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "payments"}, Value: gorm.Expr("payments + 1")}},
	}).CreateInBatches(rows, storeChunk).Error
}

// payments are all of some organisations that stand.
func (s store) payments(ctx context.Context, orgs []model.OrgID) ([]model.SettlementPayment, error) {
	var rows []model.SettlementPayment
	return rows, s.db.Conn(ctx).Where("org_id IN ?", orgs).Find(&rows).Error
}

// returns are all payments of some organisations that came back, each statement's in their order.
func (s store) returns(ctx context.Context, orgs []model.OrgID) ([]model.SettlementReturn, error) {
	var rows []model.SettlementReturn
	return rows, s.db.Conn(ctx).Where("org_id IN ?", orgs).Order("period_id, org_id, n").Find(&rows).Error
}

// returnsOf are those of some periods.
func (s store) returnsOf(ctx context.Context, periods []model.SettlementPeriodID, orgs []model.OrgID) (map[sheet][]model.SettlementReturn, error) {
	var rows []model.SettlementReturn
	err := s.db.Conn(ctx).Where("period_id IN ? AND org_id IN ?", periods, orgs).Order("period_id, org_id, n").Find(&rows).Error
	back := map[sheet][]model.SettlementReturn{}
	for _, r := range rows {
		at := sheet{r.PeriodID, r.OrgID}
		back[at] = append(back[at], r)
	}
	return back, err
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

func (s store) insertPayments(ctx context.Context, rows []model.SettlementPayment) error {
	return s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

// takeBack keeps a payment among those that came back, and not among those that stand.
func (s store) takeBack(ctx context.Context, r model.SettlementReturn) error {
	stands := s.db.Conn(ctx).Where("period_id = ? AND org_id = ? AND txn_id = ?", r.PeriodID, r.OrgID, r.TxnID)
	if err := stands.Delete(&model.SettlementPayment{}).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Create(&r).Error
}

// paymentsAfter are a period's payments that stand, by organisation, after one.
func (s store) paymentsAfter(ctx context.Context, period model.SettlementPeriodID, after model.OrgID, limit int) ([]model.SettlementPayment, error) {
	var rows []model.SettlementPayment
	return rows, s.db.Conn(ctx).Where("period_id = ? AND org_id > ?", period, after).Order("org_id").Limit(limit).Find(&rows).Error
}

// returnsIn are a period's payments that came back.
func (s store) returnsIn(ctx context.Context, period model.SettlementPeriodID) ([]model.SettlementReturn, error) {
	var rows []model.SettlementReturn
	return rows, s.db.Conn(ctx).Where("period_id = ?", period).Order("org_id, n").Find(&rows).Error
}
