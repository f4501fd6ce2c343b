package warehouse

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) inspectionByKey(ctx context.Context, key string) (*model.GoodsInspection, error) {
	return db.First[model.GoodsInspection](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// insertInspection keeps a finding. False when its key is taken.
func (s store) insertInspection(ctx context.Context, i model.GoodsInspection) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &i)
	return n == 1, err
}

func (s store) inspections(ctx context.Context, id model.GoodsReturnID, after model.InspectionID, limit int) ([]model.GoodsInspection, error) {
	var rows []model.GoodsInspection
	return rows, s.db.Conn(ctx).Where("return_id = ? AND id > ?", id, after).Order("id").Limit(limit).Find(&rows).Error
}

// changeLine writes what is new of a run of goods. False when it is not as it was any more.
func (s store) changeLine(ctx context.Context, was, is model.GoodsReturnLine) (claimed bool, err error) {
	done := s.db.Conn(ctx).Model(&model.GoodsReturnLine{}).
		Where("return_id = ? AND from_item = ? AND to_item = ?", was.ReturnID, was.FromItem, was.ToItem).
		Where("finding = ? AND inspection_id = ?", was.Finding, was.InspectionID).
		Updates(map[string]any{"to_item": is.ToItem, "finding": is.Finding, "inspection_id": is.InspectionID, "event_id": is.EventID})
	return done.RowsAffected == 1, done.Error
}
