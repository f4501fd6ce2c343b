package rebate

import (
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"channelrouter/model"
)

// targetsOf are those of organisations.
func (s store) targetsOf(ctx context.Context, id model.ProgrammeID, orgs []model.OrgID, period int32) ([]model.RebateTarget, error) {
	var rows []model.RebateTarget
	return rows, s.db.Conn(ctx).Where("programme_id = ? AND period = ? AND org_id IN ?", id, period, orgs).Find(&rows).Error
}

// changedTargets are the targets of a programme that are others than those that stand.
func (s store) changedTargets(ctx context.Context, id model.ProgrammeID, rows []model.RebateTarget) (changed []model.RebateTarget, err error) {
	for chunk := range slices.Chunk(rows, storeChunk) {
		keys := make([][]any, len(chunk))
		for i, row := range chunk {
			keys[i] = []any{row.OrgID, row.Period}
		}
		var there []model.RebateTarget
		if err := s.db.Conn(ctx).Where("programme_id = ? AND (org_id, period) IN ?", id, keys).Find(&there).Error; err != nil {
			return nil, err
		}
		stands := make(map[aim]int64, len(there))
		for _, row := range there {
			stands[aim{row.OrgID, row.Period}] = row.Units
		}
		for _, row := range chunk {
			if units, set := stands[aim{row.OrgID, row.Period}]; !set || units != row.Units {
				changed = append(changed, row)
			}
		}
	}
	return changed, nil
}

func (s store) putTargets(ctx context.Context, rows []model.RebateTarget) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, storeChunk).Error
}

// targets pages through a programme's of a period, by organisation.
func (s store) targets(ctx context.Context, id model.ProgrammeID, period int32, after model.OrgID, limit int) ([]model.RebateTarget, error) {
	var rows []model.RebateTarget
	err := s.db.Conn(ctx).Where("programme_id = ? AND period = ? AND org_id > ?", id, period, after).Order("org_id").Limit(limit).Find(&rows).Error
	return rows, err
}
