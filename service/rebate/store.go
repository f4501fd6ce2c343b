package rebate

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) unit(ctx context.Context, item model.ItemID) (*model.RebateUnit, error) {
	return db.First[model.RebateUnit](s.db.Conn(ctx).Where("item = ?", item))
}

func (s store) unitsInCase(ctx context.Context, caseItem model.ItemID) ([]model.RebateUnit, error) {
	var units []model.RebateUnit
	return units, s.db.Conn(ctx).Where("case_item = ?", caseItem).Order("item").Find(&units).Error
}

func (s store) saveUnit(ctx context.Context, u model.RebateUnit, fresh bool) error {
	if fresh {
		return s.db.Conn(ctx).Create(&u).Error
	}
	return s.db.Conn(ctx).Save(&u).Error
}

func (s store) openedCase(ctx context.Context, item model.ItemID) (*model.OpenedCase, error) {
	return db.First[model.OpenedCase](s.db.Conn(ctx).Where("item = ?", item))
}

func (s store) insertOpenedCase(ctx context.Context, c model.OpenedCase) error {
	_, err := s.db.InsertIgnore(ctx, &c)
	return err
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

// Total is a sum of accruals.
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
		Select("org_id, tier, diverted, SUM(fen) AS fen, COUNT(DISTINCT item) AS units").
		Where("biz_date >= ? AND biz_date <= ?", from, to).
		Group("org_id, tier, diverted").Order("tier, org_id, diverted").Scan(&totals).Error
	return totals, err
}
