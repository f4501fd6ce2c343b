package payout

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

func (s store) byBills(ctx context.Context, bills []string) ([]model.Payout, error) {
	var rows []model.Payout
	return rows, s.db.Conn(ctx).Where("bill_no IN ?", bills).Find(&rows).Error
}

func (s store) settledOn(ctx context.Context, merchant string, day int32, after model.PayoutID, limit int) ([]model.Payout, error) {
	var rows []model.Payout
	err := s.db.Conn(ctx).Where("merchant = ? AND settled_on = ? AND id > ?", merchant, day, after).
		Order("id").Limit(limit).Find(&rows).Error
	return rows, err
}

func (s store) beginRun(ctx context.Context, run model.Reconciliation) error {
	_, err := s.db.InsertIgnore(ctx, &run)
	return err
}

// holdRun keeps others from a run until a time, if nobody holds it.
func (s store) holdRun(ctx context.Context, merchant string, day int32, now, until time.Time) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Reconciliation{}).
		Where("merchant = ? AND day = ? AND held_until <= ?", merchant, day, now).Update("held_until", until)
	return done.RowsAffected == 1, done.Error
}

func (s store) runOf(ctx context.Context, merchant string, day int32) (run model.Reconciliation, err error) {
	return run, s.db.Conn(ctx).Where("merchant = ? AND day = ?", merchant, day).Take(&run).Error
}

func (s store) run(ctx context.Context, id model.ReconciliationID) (*model.Reconciliation, error) {
	return db.First[model.Reconciliation](s.db.Conn(ctx).Where("id = ?", id))
}

// runs are one a day and merchant: what is looked through for a page does not grow with scans.
func (s store) runs(ctx context.Context, q ReconciliationQuery, before model.ReconciliationID, limit int) ([]model.Reconciliation, error) {
	query := s.db.Conn(ctx)
	if q.Merchant != "" {
		query = query.Where("merchant = ?", q.Merchant)
	}
	if q.Differing {
		query = query.Where("differences > 0")
	}
	return db.Newest[model.Reconciliation](query, before, limit)
}

func (s store) saveRun(ctx context.Context, run model.Reconciliation) error {
	return s.db.Conn(ctx).Select("*").Omit("begun_at").Updates(&run).Error
}

// firstDay is the earliest day of a merchant that has a run; 0 when there is none.
func (s store) firstDay(ctx context.Context, merchant string) (int32, error) {
	run, err := db.First[model.Reconciliation](s.db.Conn(ctx).Where("merchant = ?", merchant).Order("day"))
	if err != nil || run == nil {
		return 0, err
	}
	return run.Day, nil
}

func (s store) runsSince(ctx context.Context, merchant string, day int32) ([]model.Reconciliation, error) {
	var rows []model.Reconciliation
	return rows, s.db.Conn(ctx).Where("merchant = ? AND day >= ?", merchant, day).Find(&rows).Error
}

func (s store) insertLines(ctx context.Context, lines []model.StatementLine) error {
	_, err := s.db.InsertIgnore(ctx, &lines)
	return err
}

// dropLines drops some of a day's lines and says how many.
func (s store) dropLines(ctx context.Context, merchant string, day int32, limit int) (int, error) {
	var flows []string
	err := s.db.Conn(ctx).Model(&model.StatementLine{}).Where("merchant = ? AND day = ?", merchant, day).
		Limit(limit).Pluck("flow_no", &flows).Error
	if err != nil || len(flows) == 0 {
		return 0, err
	}
	return len(flows), s.db.Conn(ctx).Where("merchant = ? AND flow_no IN ?", merchant, flows).Delete(&model.StatementLine{}).Error
}

func (s store) billsOfDay(ctx context.Context, merchant string, day int32, after string, limit int) ([]string, error) {
	var bills []string
	err := s.db.Conn(ctx).Model(&model.StatementLine{}).Where("merchant = ? AND day = ? AND bill_no > ?", merchant, day, after).
		Group("bill_no").Order("bill_no").Limit(limit).Pluck("bill_no", &bills).Error
	return bills, err
}

// unmoved counts the bills that have no line on a day.
func (s store) unmoved(ctx context.Context, merchant string, day int32, bills []string) (int64, error) {
	var moved int64
	err := s.db.Conn(ctx).Model(&model.StatementLine{}).Where("merchant = ? AND day = ? AND bill_no IN ?", merchant, day, bills).
		Distinct("bill_no").Count(&moved).Error
	return int64(len(bills)) - moved, err
}

// sums adds up all the lines of bills, of any day.
func (s store) sums(ctx context.Context, merchant string, bills []string) (map[string]billSum, error) {
	var rows []struct {
		BillNo   string
		Outgoing money.Fen
		Incoming money.Fen
		FirstDay int32
	}
	err := s.db.Conn(ctx).Model(&model.StatementLine{}).
		Select("bill_no, SUM(out_fen) AS outgoing, SUM(in_fen) AS incoming, MIN(day) AS first_day").
		Where("merchant = ? AND bill_no IN ?", merchant, bills).Group("bill_no").Scan(&rows).Error
	sums := make(map[string]billSum, len(rows))
	for _, r := range rows {
		sums[r.BillNo] = newBillSum(r.Outgoing, r.Incoming, r.FirstDay)
	}
	return sums, err
}

func (s store) insertDifferences(ctx context.Context, rows []model.PayoutDifference) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := s.db.InsertIgnore(ctx, &rows)
	return err
}

func (s store) countDifferences(ctx context.Context, run model.ReconciliationID) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.PayoutDifference{}).Where("reconciliation_id = ?", run).Count(&n).Error
}

func (s store) differences(ctx context.Context, run model.ReconciliationID, after model.DifferenceID, limit int) ([]model.PayoutDifference, error) {
	var page []model.PayoutDifference
	err := s.db.Conn(ctx).Where("reconciliation_id = ? AND id > ?", run, after).Order("id").Limit(limit).Find(&page).Error
	return page, err
}

func (s store) differencesOf(ctx context.Context, merchant string, bills []string) ([]model.PayoutDifference, error) {
	var rows []model.PayoutDifference
	return rows, s.db.Conn(ctx).Where("merchant = ? AND bill_no IN ?", merchant, bills).Order("id").Find(&rows).Error
}

func (s store) difference(ctx context.Context, id model.DifferenceID) (*model.PayoutDifference, error) {
	return db.First[model.PayoutDifference](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) settleDifference(ctx context.Context, id model.DifferenceID, at time.Time, by model.UserID, note string) (first bool, err error) {
	done := s.db.Conn(ctx).Model(&model.PayoutDifference{}).Where("id = ? AND settled_at IS NULL", id).
		Updates(map[string]any{"settled_at": at, "settled_by": by, "note": note})
	return done.RowsAffected == 1, done.Error
}

func (s store) openDifference(ctx context.Context, id model.DifferenceID) error {
	return s.db.Conn(ctx).Model(&model.PayoutDifference{}).Where("id = ? AND settled_by = 0", id).
		Updates(map[string]any{"settled_at": gorm.Expr("NULL"), "note": ""}).Error
}
