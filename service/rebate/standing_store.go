package rebate

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) counts(ctx context.Context, limit int) ([]model.RebateCount, error) {
	var rows []model.RebateCount
	return rows, s.db.Conn(ctx).Order("id").Limit(limit).Find(&rows).Error
}

// errCounted: another worker has counted some of these changes.
var errCounted = errors.New("rebate: counted by another worker")

// dropCounts takes changes away, each of which must be there.
func (s store) dropCounts(ctx context.Context, rows []model.RebateCount) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	gone := s.db.Conn(ctx).Where("id IN ?", ids).Delete(&model.RebateCount{})
	if gone.Error == nil && gone.RowsAffected != int64(len(ids)) {
		return errCounted
	}
	return gone.Error
}

// addVolumes adds to volumes in the order of their keys.
func (s store) addVolumes(ctx context.Context, sums map[model.RebateBucket]int64) error {
	rows := make([]model.RebateVolume, 0, len(sums))
	for b, units := range sums {
		rows = append(rows, model.RebateVolume{
			OrgID: b.OrgID, Month: b.Month, ProductID: b.ProductID, Matched: b.Matched, Chain: b.Chain, Tier: b.Tier, Units: units,
		})
	}
	slices.SortFunc(rows, func(a, b model.RebateVolume) int {
		return cmp.Or(cmp.Compare(a.OrgID, b.OrgID), cmp.Compare(a.Month, b.Month), cmp.Compare(a.ProductID, b.ProductID),
			cmp.Compare(a.Chain, b.Chain))
	})
	added := "units + VALUES(units)"
	if s.db.Engine == "sqlite" {
		added = "units + excluded.units"
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}, {Name: "month"}, {Name: "product_id"}, {Name: "matched"}, {Name: "chain"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "units"}, Value: clause.Expr{SQL: added}}},
	}).CreateInBatches(rows, storeChunk).Error
}

// volumes are those of organisations in months, up to and with the last, summed up over them,
// by organisation.
func (s store) volumes(ctx context.Context, orgs []model.OrgID, first, last int32) (map[model.OrgID][]model.RebateVolume, error) {
	var rows []model.RebateVolume
	err := s.db.Conn(ctx).Model(&model.RebateVolume{}).Select("org_id, product_id, matched, chain, SUM(units) AS units").
		Where("org_id IN ? AND month >= ? AND month <= ? AND units <> 0", orgs, first, last).
		Group("org_id, product_id, matched, chain").Scan(&rows).Error
	byOrg := map[model.OrgID][]model.RebateVolume{}
	for _, row := range rows {
		byOrg[row.OrgID] = append(byOrg[row.OrgID], row)
	}
	return byOrg, err
}

// mark makes standings due, in the order of their keys, those included that are new.
func (s store) mark(ctx context.Context, marks map[mark]bool, now time.Time) error {
	if len(marks) == 0 {
		return nil
	}
	sorted := slices.SortedFunc(maps.Keys(marks), func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.programme, b.programme), cmp.Compare(a.org, b.org), cmp.Compare(a.period, b.period))
	})
	rows := make([]model.RebateStanding, len(sorted))
	for i, m := range sorted {
		rows[i] = model.RebateStanding{ProgrammeID: m.programme, OrgID: m.org, Period: m.period, Tier: m.tier, Due: 1, Told: 1, UpdatedAt: now}
	}
	once := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{
		"due": gorm.Expr("rebate_standings.due + 1"), "told": gorm.Expr("rebate_standings.told + 1"),
	})}
	return s.db.Conn(ctx).Clauses(once).CreateInBatches(rows, storeChunk).Error
}

// markShort makes those standings of a programme and period due that got less for want of
// budget.
func (s store) markShort(ctx context.Context, st model.RebateStanding) error {
	return s.db.Conn(ctx).Model(&model.RebateStanding{}).
		Where("programme_id = ? AND period = ? AND org_id <> ? AND reasons LIKE ?", st.ProgrammeID, st.Period, st.OrgID, "%"+reasonBudget).
		Updates(map[string]any{"due": gorm.Expr("due + 1"), "told": gorm.Expr("told + 1")}).Error
}

// dueStandings pages through standings that are due, after one: those first that the fewest
// facts have touched, as the index has them.
func (s store) dueStandings(ctx context.Context, after model.RebateStanding, limit int) ([]model.RebateStanding, error) {
	var rows []model.RebateStanding
	err := s.db.Conn(ctx).Where("due >= ? AND (due, programme_id, org_id, period) > (?, ?, ?, ?)",
		max(after.Due, 1), after.Due, after.ProgrammeID, after.OrgID, after.Period).
		Order("due, programme_id, org_id, period").Limit(limit).Find(&rows).Error
	return rows, err
}

// claimStanding takes a standing that is due if no fact has come since it was read; the
// transaction then has it alone.
func (s store) claimStanding(ctx context.Context, st model.RebateStanding) (bool, error) {
	done := s.standingRow(ctx, st).Where("due > 0 AND told = ?", st.Told).Update("due", 0)
	return done.RowsAffected == 1, done.Error
}

func (s store) standingRow(ctx context.Context, st model.RebateStanding) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.RebateStanding{}).
		Where("programme_id = ? AND org_id = ? AND period = ?", st.ProgrammeID, st.OrgID, st.Period)
}

// saveStanding saves what was worked out of a standing that is claimed.
func (s store) saveStanding(ctx context.Context, st model.RebateStanding) error {
	return s.standingRow(ctx, st).Select("revision", "earned_fen", "posted_fen", "reasons", "facts", "updated_at").Updates(&st).Error
}

// countTerminals is how many terminals count for organisations in a period.
func (s store) countTerminals(ctx context.Context, id model.ProgrammeID, orgs []model.OrgID, period int32) (map[model.OrgID]Facts, error) {
	var rows []struct {
		OrgID model.OrgID
		Facts
	}
	err := s.db.Conn(ctx).Model(&model.RebateTerminal{}).Select("org_id, COUNT(*) AS terminals").
		Where("programme_id = ? AND org_id IN ? AND period = ?", id, orgs, period).Group("org_id").Scan(&rows).Error
	facts := make(map[model.OrgID]Facts, len(rows))
	for _, row := range rows {
		facts[row.OrgID] = row.Facts
	}
	return facts, err
}

func (s store) terminalRows(ctx context.Context, id model.ProgrammeID, terminal model.OrgID) ([]model.RebateTerminal, error) {
	var rows []model.RebateTerminal
	return rows, s.db.Conn(ctx).Where("programme_id = ? AND terminal = ?", id, terminal).Find(&rows).Error
}

func (s store) replaceTerminal(ctx context.Context, gone, added []model.RebateTerminal) error {
	for _, row := range gone {
		err := s.db.Conn(ctx).Where("programme_id = ? AND org_id = ? AND period = ? AND terminal = ?", row.ProgrammeID, row.OrgID,
			row.Period, row.Terminal).Delete(&model.RebateTerminal{}).Error
		if err != nil {
			return err
		}
	}
	if len(added) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(added, storeChunk).Error
}

func (s store) standing(ctx context.Context, id model.ProgrammeID, org model.OrgID, period int32) (*model.RebateStanding, error) {
	return db.First[model.RebateStanding](s.db.Conn(ctx).Where("programme_id = ? AND org_id = ? AND period = ?", id, org, period))
}

func (s store) standings(ctx context.Context, id model.ProgrammeID, period int32, after model.OrgID, limit int) ([]model.RebateStanding, error) {
	var rows []model.RebateStanding
	err := s.db.Conn(ctx).Where("programme_id = ? AND period = ? AND org_id > ?", id, period, after).Order("org_id").Limit(limit).Find(&rows).Error
	return rows, err
}

func (s store) orgTerminals(ctx context.Context, id model.ProgrammeID, org model.OrgID, period int32, after model.OrgID, limit int) ([]model.RebateTerminal, error) {
	var rows []model.RebateTerminal
	err := s.db.Conn(ctx).Where("programme_id = ? AND org_id = ? AND period = ? AND terminal > ?", id, org, period, after).
		Order("terminal").Limit(limit).Find(&rows).Error
	return rows, err
}
