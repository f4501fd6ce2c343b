package warehouse

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) take(ctx context.Context, id model.StockTakeID) (*model.StockTake, error) {
	return db.First[model.StockTake](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) takeByKey(ctx context.Context, key string) (*model.StockTake, error) {
	return db.First[model.StockTake](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// insertTake stores a stock-take with its differences. False when its key is taken.
func (s store) insertTake(ctx context.Context, t model.StockTake, differences []model.StockDifference) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &t)
	if err != nil || n == 0 || len(differences) == 0 {
		return n == 1, err
	}
	return true, s.db.Conn(ctx).CreateInBatches(differences, storeChunk).Error
}

func (s store) takes(ctx context.Context, org model.OrgID, after model.StockTakeID, limit int) ([]model.StockTake, error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	if org != 0 {
		query = query.Where("org_id = ?", org)
	}
	var rows []model.StockTake
	return rows, query.Find(&rows).Error
}

func (s store) difference(ctx context.Context, take model.StockTakeID, n int64) (*model.StockDifference, error) {
	return db.First[model.StockDifference](s.db.Conn(ctx).Where("take_id = ? AND n = ?", take, n))
}

func (s store) differences(ctx context.Context, take model.StockTakeID, after int64, limit int) ([]model.StockDifference, error) {
	var rows []model.StockDifference
	return rows, s.db.Conn(ctx).Where("take_id = ? AND n > ?", take, after).Order("n").Limit(limit).Find(&rows).Error
}

// claimDifference writes why a difference is adjusted. False when it was before.
func (s store) claimDifference(ctx context.Context, take model.StockTakeID, n int64, d model.StockDifference) (claimed bool, err error) {
	done := s.db.Conn(ctx).Model(&model.StockDifference{}).Where("take_id = ? AND n = ? AND adjusted_at IS NULL", take, n).
		Updates(map[string]any{"reason": d.Reason, "adjusted_by": d.AdjustedBy, "adjusted_at": d.AdjustedAt})
	return done.RowsAffected == 1, done.Error
}

func (s store) setDifferenceEvent(ctx context.Context, take model.StockTakeID, n int64, event model.EventID) error {
	return s.db.Conn(ctx).Model(&model.StockDifference{}).Where("take_id = ? AND n = ?", take, n).Update("event_id", event).Error
}
