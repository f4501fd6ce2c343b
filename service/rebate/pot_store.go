package rebate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm/clause"

	"channelrouter/model"
)

func comparePots(a, b pot) int {
	return cmp.Or(cmp.Compare(a.programme, b.programme), cmp.Compare(a.period, b.period), cmp.Compare(a.org, b.org))
}

// holdPots keeps others from pots until the transaction ends, and returns what is spent of
// them. They are taken in their order, so that two who hold several do not wait for each
// other.
func (s store) holdPots(ctx context.Context, pots []pot) (purse, error) {
	sorted := slices.Compact(slices.SortedFunc(slices.Values(pots), comparePots))
	rows := make([]model.RebatePot, len(sorted))
	for i, at := range sorted {
		rows[i] = model.RebatePot{ProgrammeID: at.programme, Period: at.period, OrgID: at.org}
	}
	touch := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{
		"spent_fen": clause.Column{Table: clause.CurrentTable, Name: "spent_fen"},
	})}
	held := make(purse, len(rows))
	for chunk := range slices.Chunk(rows, storeChunk) {
		if err := s.db.Conn(ctx).Clauses(touch).Create(&chunk).Error; err != nil {
			return nil, err
		}
		keys := make([][]any, len(chunk))
		for i, row := range chunk {
			keys[i] = []any{row.ProgrammeID, row.Period, row.OrgID}
		}
		var found []model.RebatePot
		if err := s.db.Conn(ctx).Where("(programme_id, period, org_id) IN ?", keys).Find(&found).Error; err != nil {
			return nil, err
		}
		for _, row := range found {
			held[pot{row.ProgrammeID, row.Period, row.OrgID}] = row.SpentFen
		}
	}
	return held, nil
}

// savePots writes what is spent of held pots, each only if nobody has changed it.
func (s store) savePots(ctx context.Context, before, after purse) error {
	for _, at := range slices.SortedFunc(maps.Keys(after), comparePots) {
		if after[at] == before[at] {
			continue
		}
		done := s.db.Conn(ctx).Model(&model.RebatePot{}).
			Where("programme_id = ? AND period = ? AND org_id = ? AND spent_fen = ?", at.programme, at.period, at.org, before[at]).
			Update("spent_fen", after[at])
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected != 1 {
			return fmt.Errorf("rebate: a pot that was held has changed: %+v", at)
		}
	}
	return nil
}
