package rebate

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) unit(ctx context.Context, item model.ItemID) (*model.RebateUnit, error) {
	return db.First[model.RebateUnit](s.db.Conn(ctx).Where("item = ?", item))
}

// takeUnit keeps others from a unit until the transaction ends, and returns what is
// known of it: blank when nothing was.
func (s store) takeUnit(ctx context.Context, blank model.RebateUnit) (model.RebateUnit, error) {
	return take(ctx, s.db, blank, "version", blank.Item)
}

// takeCase keeps others from a case until the transaction ends, and returns who opened
// it: nobody, Org 0, when that is not known. Units that sell and the opening of their
// case take it, so that one of them sees the other.
func (s store) takeCase(ctx context.Context, item model.ItemID, at time.Time) (model.OpenedCase, error) {
	return take(ctx, s.db, model.OpenedCase{Item: item, At: at}, "org", item)
}

// take inserts a row, or touches the one that is there: in one statement, because an
// insert that finds the row taken and then updates it would deadlock with another.
func take[T any](ctx context.Context, d *db.DB, row T, column string, item model.ItemID) (T, error) {
	touch := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{
		column: clause.Column{Table: clause.CurrentTable, Name: column},
	})}
	if err := d.Conn(ctx).Clauses(touch).Create(&row).Error; err != nil {
		return row, err
	}
	var taken T
	return taken, d.Conn(ctx).Where("item = ?", item).Take(&taken).Error
}

func (s store) openCase(ctx context.Context, c model.OpenedCase) error {
	return s.db.Conn(ctx).Save(&c).Error
}

func (s store) unitsInCase(ctx context.Context, caseItem model.ItemID) ([]model.RebateUnit, error) {
	var units []model.RebateUnit
	return units, s.db.Conn(ctx).Where("case_item = ?", caseItem).Order("item").Find(&units).Error
}

func (s store) saveUnit(ctx context.Context, u model.RebateUnit) error {
	return s.db.Conn(ctx).Save(&u).Error
}

func (s store) insertAccruals(ctx context.Context, rows []model.RebateAccrual) error {
	return s.db.Conn(ctx).Create(&rows).Error
}

func (s store) accruals(ctx context.Context, item model.ItemID, version int) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	return rows, s.db.Conn(ctx).Where("item = ? AND version = ?", item, version).Find(&rows).Error
}

func (s store) orgAccruals(ctx context.Context, org model.OrgID, after model.ItemID, limit int) ([]model.RebateAccrual, error) {
	var rows []model.RebateAccrual
	err := s.db.Conn(ctx).Where("org_id = ? AND item > ?", org, after).Order("item, version").Limit(limit).Find(&rows).Error
	return rows, err
}

// Total is a sum of accruals; units whose rebate was taken back are taken off.
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
		Select("org_id, tier, diverted, SUM(fen) AS fen, SUM(CASE WHEN fen > 0 THEN 1 ELSE -1 END) AS units").
		Where("biz_date >= ? AND biz_date <= ?", from, to).
		Group("org_id, tier, diverted").Order("tier, org_id, diverted").Scan(&totals).Error
	return totals, err
}
