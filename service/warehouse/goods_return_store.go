package warehouse

import (
	"context"
	"maps"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) goodsReturn(ctx context.Context, id model.GoodsReturnID) (*model.GoodsReturn, error) {
	return db.First[model.GoodsReturn](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) returnByKey(ctx context.Context, key string) (*model.GoodsReturn, error) {
	return db.First[model.GoodsReturn](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// insertReturn stores a return with its goods. False when its key is taken.
func (s store) insertReturn(ctx context.Context, r model.GoodsReturn, lines []model.GoodsReturnLine) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &r)
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.insertLines(ctx, lines)
}

func (s store) insertLines(ctx context.Context, lines []model.GoodsReturnLine) error {
	if len(lines) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(lines, storeChunk).Error
}

// moveReturn writes the next state and what belongs to it. False when the return is in none of
// the states that it may come from.
func (s store) moveReturn(ctx context.Context, id model.GoodsReturnID, from []model.ReturnState, to model.ReturnState, write map[string]any) (claimed bool, err error) {
	columns := map[string]any{"state": to}
	maps.Copy(columns, write)
	done := s.db.Conn(ctx).Model(&model.GoodsReturn{}).Where("id = ? AND state IN ?", id, from).Updates(columns)
	return done.RowsAffected == 1, done.Error
}

func (s store) setReturn(ctx context.Context, id model.GoodsReturnID, columns map[string]any) error {
	return s.db.Conn(ctx).Model(&model.GoodsReturn{}).Where("id = ?", id).Updates(columns).Error
}

// holdReturn keeps others from inspecting a return until the transaction ends. False when it
// is not to be inspected.
func (s store) holdReturn(ctx context.Context, id model.GoodsReturnID) (held bool, err error) {
	done := s.db.Conn(ctx).Model(&model.GoodsReturn{}).
		Where("id = ? AND state IN ?", id, []model.ReturnState{model.ReturnShipped, model.ReturnInspected}).
		Update("version", gorm.Expr("version + 1"))
	return done.RowsAffected == 1, done.Error
}

// returns reads a page in the order of ids.
func (s store) returns(ctx context.Context, org model.OrgID, state model.ReturnState, after model.GoodsReturnID, limit int) ([]model.GoodsReturn, error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	if org != 0 {
		query = query.Where("from_org = ?", org)
	}
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	var rows []model.GoodsReturn
	return rows, query.Find(&rows).Error
}

func (s store) returnLines(ctx context.Context, id model.GoodsReturnID) ([]model.GoodsReturnLine, error) {
	var rows []model.GoodsReturnLine
	return rows, s.db.Conn(ctx).Where("return_id = ?", id).Order("from_item").Find(&rows).Error
}

func (s store) returnLinesPage(ctx context.Context, id model.GoodsReturnID, after model.ItemID, limit int) ([]model.GoodsReturnLine, error) {
	var rows []model.GoodsReturnLine
	return rows, s.db.Conn(ctx).Where("return_id = ? AND from_item > ?", id, after).Order("from_item").Limit(limit).Find(&rows).Error
}
