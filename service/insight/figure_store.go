package insight

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"channelrouter/model"
)

// adding adds columns to rows that are there.
func (s store) adding(keys []string, columns ...string) clause.OnConflict {
	conflict := clause.OnConflict{}
	for _, k := range keys {
		conflict.Columns = append(conflict.Columns, clause.Column{Name: k})
	}
	for _, c := range columns {
		conflict.DoUpdates = append(conflict.DoUpdates, clause.Assignment{
			Column: clause.Column{Name: c}, Value: clause.Expr{SQL: c + " + " + s.given(c)},
		})
	}
	return conflict
}

// given is the value of a column that was to be inserted.
func (s store) given(column string) string {
	if s.db.Engine == "sqlite" {
		return "excluded." + column
	}
	return "VALUES(" + column + ")"
}

func (s store) addDays(ctx context.Context, rows []*model.InsightDay) error {
	if len(rows) == 0 {
		return nil
	}
	add := s.adding([]string{"area", "day"}, "scans", "claims", "sold", "reward_fen", "reward_points", "rebate_fen")
	return s.db.Conn(ctx).Clauses(add).CreateInBatches(rows, storeChunk).Error
}

// addOrgDays adds to organisations' days. Where a terminal counts stays as it is.
func (s store) addOrgDays(ctx context.Context, rows []*model.InsightOrgDay) error {
	if len(rows) == 0 {
		return nil
	}
	add := s.adding([]string{"org_id", "day"}, "scans", "claims", "sold", "rebate_fen", "own")
	add.DoUpdates = append(add.DoUpdates, clause.Assignment{
		Column: clause.Column{Name: "area"}, Value: clause.Expr{SQL: "CASE WHEN area = '' THEN " + s.given("area") + " ELSE area END"},
	})
	return s.db.Conn(ctx).Clauses(add).CreateInBatches(rows, storeChunk).Error
}

// inactive are those of orgs that are not known to have been active on a day.
func (s store) inactive(ctx context.Context, day int32, orgs []model.OrgID) ([]model.OrgID, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	var active []model.OrgID
	err := s.db.Conn(ctx).Model(&model.InsightOrgDay{}).Where("org_id IN ? AND day = ? AND own > 0", orgs, day).Pluck("org_id", &active).Error
	known := make(map[model.OrgID]bool, len(active))
	for _, org := range active {
		known[org] = true
	}
	return slices.DeleteFunc(orgs, func(org model.OrgID) bool { return known[org] }), err
}

// neighbours finds when terminals were active before a day and after it, by two seeks each.
func (s store) neighbours(ctx context.Context, day int32, orgs []model.OrgID) (map[model.OrgID]beside, error) {
	const near = `SELECT o.id AS org_id,
		COALESCE((SELECT p.day FROM insight_org_days p WHERE p.org_id = o.id AND p.day < ? AND p.own > 0 ORDER BY p.day DESC LIMIT 1), 0) AS previous,
		COALESCE((SELECT n.day FROM insight_org_days n WHERE n.org_id = o.id AND n.day > ? AND n.own > 0 ORDER BY n.day LIMIT 1), 0) AS next
		FROM orgs o WHERE o.id IN ?`
	var found []beside
	if err := s.db.Conn(ctx).Raw(near, day, day, orgs).Scan(&found).Error; err != nil {
		return nil, err
	}
	all := make(map[model.OrgID]beside, len(found))
	var later [][]any
	for _, b := range found {
		all[b.OrgID] = b
		if b.Next != 0 {
			later = append(later, []any{b.OrgID, b.Next})
		}
	}
	if len(later) == 0 {
		return all, nil
	}
	var rows []model.InsightOrgDay
	err := s.db.Conn(ctx).Where("(org_id, day) IN ?", later).Find(&rows).Error
	for _, r := range rows {
		b := all[r.OrgID]
		b.NextArea = r.Area
		all[r.OrgID] = b
	}
	return all, err
}

func (s store) addActives(ctx context.Context, change map[model.InsightActive]int64) error {
	rows := make([]model.InsightActive, 0, len(change))
	for key, n := range change {
		if key.Terminals = n; n != 0 {
			rows = append(rows, key)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b model.InsightActive) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Previous, b.Previous))
	})
	add := s.adding([]string{"area", "day", "previous"}, "terminals")
	return s.db.Conn(ctx).Clauses(add).CreateInBatches(rows, storeChunk).Error
}

// clear removes the figures of some areas, or of some organisations when no area has any left.
// more is false when nothing is left.
func (s store) clear(ctx context.Context, limit int) (more bool, err error) {
	var areas []string
	for _, of := range []any{&model.InsightDay{}, &model.InsightActive{}} {
		var some []string
		if err := s.db.Conn(ctx).Model(of).Distinct("area").Order("area").Limit(limit).Pluck("area", &some).Error; err != nil {
			return false, err
		}
		areas = append(areas, some...)
	}
	if len(areas) > 0 {
		if err := s.db.Conn(ctx).Where("area IN ?", areas).Delete(&model.InsightActive{}).Error; err != nil {
			return false, err
		}
		return true, s.db.Conn(ctx).Where("area IN ?", areas).Delete(&model.InsightDay{}).Error
	}
	var orgs []model.OrgID
	err = s.db.Conn(ctx).Model(&model.InsightOrgDay{}).Distinct("org_id").Order("org_id").Limit(limit).Pluck("org_id", &orgs).Error
	if err != nil || len(orgs) == 0 {
		return false, err
	}
	return true, s.db.Conn(ctx).Where("org_id IN ?", orgs).Delete(&model.InsightOrgDay{}).Error
}

// days reads an area's figures from one day to another, and those of today.
func (s store) days(ctx context.Context, area string, from, to, today int32) ([]model.InsightDay, error) {
	var rows []model.InsightDay
	return rows, s.db.Conn(ctx).Where("area = ? AND (day BETWEEN ? AND ? OR day = ?)", area, from, to, today).Order("day").Find(&rows).Error
}

// activeByDay counts an area's terminals that were active on each day.
func (s store) activeByDay(ctx context.Context, area string, from, to, today int32) (map[int32]int64, error) {
	var rows []struct {
		Day       int32
		Terminals int64
	}
	err := s.db.Conn(ctx).Model(&model.InsightActive{}).Select("day, SUM(terminals) AS terminals").
		Where("area = ? AND (day BETWEEN ? AND ? OR day = ?)", area, from, to, today).Group("day").Find(&rows).Error
	days := make(map[int32]int64, len(rows))
	for _, r := range rows {
		days[r.Day] = r.Terminals
	}
	return days, err
}

// active counts an area's terminals that were active in a period, each once.
func (s store) active(ctx context.Context, area string, from, to int32) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.InsightActive{}).Select("COALESCE(SUM(terminals), 0)").
		Where("area = ? AND day BETWEEN ? AND ? AND previous < ?", area, from, to, from).Scan(&n).Error
}

// areaSums adds up the figures of areas over a period.
func (s store) areaSums(ctx context.Context, areas []string, from, to int32) (map[string]Figures, error) {
	var sums []struct {
		Area string
		Figures
	}
	if len(areas) == 0 {
		return nil, nil
	}
	err := s.db.Conn(ctx).Model(&model.InsightDay{}).
		Select(`area, SUM(scans) AS scans, SUM(claims) AS claims, SUM(sold) AS sold, SUM(reward_fen) AS reward_fen,
			SUM(reward_points) AS reward_points, SUM(rebate_fen) AS rebate_fen`).
		Where("area IN ? AND day BETWEEN ? AND ?", areas, from, to).Group("area").Find(&sums).Error
	if err != nil {
		return nil, err
	}
	all := make(map[string]Figures, len(sums))
	for _, sum := range sums {
		all[sum.Area] = sum.Figures
	}
	var active []struct {
		Area      string
		Terminals int64
	}
	err = s.db.Conn(ctx).Model(&model.InsightActive{}).Select("area, SUM(terminals) AS terminals").
		Where("area IN ? AND day BETWEEN ? AND ? AND previous < ?", areas, from, to, from).Group("area").Find(&active).Error
	for _, a := range active {
		f := all[a.Area]
		f.Active = a.Terminals
		all[a.Area] = f
	}
	return all, err
}

func (s store) orgDays(ctx context.Context, org model.OrgID, from, to int32) ([]model.InsightOrgDay, error) {
	var rows []model.InsightOrgDay
	return rows, s.db.Conn(ctx).Where("org_id = ? AND day BETWEEN ? AND ?", org, from, to).Order("day").Find(&rows).Error
}

// openCases counts the cases that have no verdict, and stops at most.
func (s store) openCases(ctx context.Context, most int) (n int64, err error) {
	statuses := []model.CaseStatus{model.CaseOpen, model.CaseInvestigating, model.CaseNoticed, model.CaseAppealed}
	some := s.db.Conn(ctx).Model(&model.DiversionCase{}).Select("id").Where("status IN ?", statuses).Limit(most)
	return n, s.db.Conn(ctx).Table("(?) AS some", some).Count(&n).Error
}

// waitingPayouts counts the payouts that have not come to their end, with their sum, and stops
// at most.
func (s store) waitingPayouts(ctx context.Context, most int) (w Waiting, err error) {
	states := []model.PayoutState{model.PayoutOwed, model.PayoutSending, model.PayoutConfirming}
	some := s.db.Conn(ctx).Model(&model.Payout{}).Select("fen").Where("state IN ?", states).Limit(most)
	return w, s.db.Conn(ctx).Table("(?) AS some", some).Select("COUNT(*) AS payouts, COALESCE(SUM(fen), 0) AS fen").Scan(&w).Error
}
