package rebate

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/money"
	"channelrouter/model"
)

func (s store) insertAccruals(ctx context.Context, rows []model.RebateAccrual) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

func (s store) accruals(ctx context.Context, item model.ItemID, version int) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	return rows, s.db.Conn(ctx).Where("item = ? AND version = ?", item, version).Find(&rows).Error
}

// itemAccruals are few: a unit has a version for each late fact that mattered.
func (s store) itemAccruals(ctx context.Context, item model.ItemID) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	return rows, s.db.Conn(ctx).Where("item = ?", item).Order("version, txn_id, programme_id, org_id").Find(&rows).Error
}

// orgAccruals never cuts a transaction: the last one of a full page is completed.
func (s store) orgAccruals(ctx context.Context, org model.OrgID, after model.TxnID, limit int) ([]model.RebateAccrual, error) {
	query := s.db.Conn(ctx).Where("org_id = ?", org).Order("txn_id, programme_id").Session(&gorm.Session{})
	var rows []model.RebateAccrual
	if err := query.Where("txn_id > ?", after).Limit(limit).Find(&rows).Error; err != nil || len(rows) < limit {
		return rows, err
	}
	last := rows[len(rows)-1]
	var rest []model.RebateAccrual
	err := query.Where("txn_id = ? AND programme_id > ?", last.TxnID, last.ProgrammeID).Find(&rest).Error
	return append(rows, rest...), err
}

// Total is a sum of accruals; units whose rebate was taken back are taken off. A period's
// accrual has no units.
type Total struct {
	OrgID    model.OrgID
	Tier     model.OrgKind
	Diverted bool
	Fen      money.Fen
	Units    int64
}

func (s store) totals(ctx context.Context, from, to int32) ([]Total, error) {
	var totals []Total
	err := s.db.Conn(ctx).Model(&model.RebateAccrual{}).
		Select("org_id, tier, diverted, SUM(fen) AS fen, SUM(units) AS units").
		Where("biz_date >= ? AND biz_date <= ?", from, to).
		Group("org_id, tier, diverted").Order("tier, org_id, diverted").Scan(&totals).Error
	return totals, err
}

// ofDay reads one day by its index, an organisation after the other.
func (s store) ofDay(ctx context.Context, day int32, after model.OrgID, limit int) ([]Total, error) {
	var totals []Total
	err := s.db.Conn(ctx).Model(&model.RebateAccrual{}).
		Select("org_id, tier, SUM(fen) AS fen, SUM(units) AS units").
		Where("biz_date = ? AND org_id > ?", day, after).
		Group("org_id, tier").Order("org_id, tier").Limit(limit).Scan(&totals).Error
	return totals, err
}

// paidIn sums what an organisation got by a programme in a period, and for how many units: of
// the index alone, without its rows.
func (s store) paidIn(ctx context.Context, id model.ProgrammeID, org model.OrgID, period int32) (money.Fen, int64, error) {
	var sum struct {
		Fen   money.Fen
		Units int64
	}
	err := s.db.Conn(ctx).Model(&model.RebateAccrual{}).
		Select("COALESCE(SUM(fen), 0) AS fen, COALESCE(SUM(CASE WHEN fen > 0 THEN 1 WHEN fen < 0 THEN -1 ELSE 0 END), 0) AS units").
		Where("programme_id = ? AND org_id = ? AND period = ?", id, org, period).Scan(&sum).Error
	return sum.Fen, sum.Units, err
}

// accrualsOf are what transactions moved, by transaction.
func (s store) accrualsOf(ctx context.Context, txns []model.TxnID) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	return rows, s.db.Conn(ctx).Where("txn_id IN ?", txns).Order("txn_id, programme_id, org_id").Find(&rows).Error
}

func (s store) programmeAccruals(ctx context.Context, org model.OrgID, programme model.ProgrammeID, period int32, after model.TxnID, limit int) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	err := s.db.Conn(ctx).Where("programme_id = ? AND org_id = ? AND period = ? AND txn_id > ?", programme, org, period, after).
		Order("txn_id").Limit(limit).Find(&rows).Error
	return rows, err
}

// earnings reads few columns of many rows.
func (s store) earnings(ctx context.Context, txns []model.TxnID) ([]Earning, error) {
	var rows []Earning
	err := s.db.Conn(ctx).Model(&model.RebateAccrual{}).Select("txn_id, org_id, programme_id, product_id, item, fen").
		Where("txn_id IN ?", txns).Scan(&rows).Error
	return rows, err
}
