package rebate

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 200

func (s store) units(ctx context.Context, items []model.ItemID) ([]model.RebateUnit, error) {
	var units []model.RebateUnit
	return units, s.db.Conn(ctx).Where("item IN ?", items).Find(&units).Error
}

// takeUnits keeps others from units until the transaction ends, and returns what is
// known of them: the item and product given, when nothing was.
func (s store) takeUnits(ctx context.Context, blank []model.RebateUnit) (map[model.ItemID]*model.RebateUnit, error) {
	taken := make(map[model.ItemID]*model.RebateUnit, len(blank))
	rows, err := take(ctx, s.db, blank, "version", func(u model.RebateUnit) model.ItemID { return u.Item })
	for i := range rows {
		taken[rows[i].Item] = &rows[i]
	}
	return taken, err
}

// takeCases keeps others from cases until the transaction ends, and returns who opened
// them: nobody, Org 0, when that is not known. Units that sell and the opening of their
// case take it, so that one of them sees the other.
func (s store) takeCases(ctx context.Context, items []model.ItemID) (map[model.ItemID]model.OpenedCase, error) {
	blank := make([]model.OpenedCase, len(items))
	for i, item := range items {
		blank[i] = model.OpenedCase{Item: item, At: never}
	}
	taken := make(map[model.ItemID]model.OpenedCase, len(items))
	rows, err := take(ctx, s.db, blank, "org", func(c model.OpenedCase) model.ItemID { return c.Item })
	for _, c := range rows {
		taken[c.Item] = c
	}
	return taken, err
}

// never is when a case was opened that has not been.
var never = time.Unix(0, 0).UTC()

// take inserts rows, or touches those that are there, in the order of their items: in
// one statement, because an insert that finds its row taken and then updates it would
// deadlock with another.
func take[T any](ctx context.Context, d *db.DB, rows []T, column string, itemOf func(T) model.ItemID) ([]T, error) {
	byItem := func(a, b T) int { return cmp.Compare(itemOf(a), itemOf(b)) }
	rows = slices.SortedFunc(slices.Values(rows), byItem)
	rows = slices.CompactFunc(rows, func(a, b T) bool { return itemOf(a) == itemOf(b) })
	touch := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{
		column: clause.Column{Table: clause.CurrentTable, Name: column},
	})}
	var taken []T
	for chunk := range slices.Chunk(rows, storeChunk) {
		if err := d.Conn(ctx).Clauses(touch).Create(&chunk).Error; err != nil {
			return nil, err
		}
		items := make([]model.ItemID, len(chunk))
		for i, r := range chunk {
			items[i] = itemOf(r)
		}
		var found []T
		if err := d.Conn(ctx).Where("item IN ?", items).Find(&found).Error; err != nil {
			return nil, err
		}
		taken = append(taken, found...)
	}
	return taken, nil
}

func (s store) openCases(ctx context.Context, opened []model.OpenedCase) error {
	return s.overwrite(ctx, opened, len(opened))
}

func (s store) unitsInCases(ctx context.Context, boxes []model.ItemID) ([]model.RebateUnit, error) {
	if len(boxes) == 0 {
		return nil, nil
	}
	var units []model.RebateUnit
	return units, s.db.Conn(ctx).Where("case_item IN ?", boxes).Find(&units).Error
}

func (s store) saveUnits(ctx context.Context, units map[model.ItemID]*model.RebateUnit) error {
	rows := make([]model.RebateUnit, 0, len(units))
	for _, item := range sortedItems(units) {
		rows = append(rows, *units[item])
	}
	return s.overwrite(ctx, rows, len(rows))
}

// overwrite stores rows in place of those with their keys.
func (s store) overwrite(ctx context.Context, rows any, n int) error {
	if n == 0 {
		return nil
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, storeChunk).Error
}

func sortedItems[V any](m map[model.ItemID]V) []model.ItemID { return slices.Sorted(maps.Keys(m)) }
