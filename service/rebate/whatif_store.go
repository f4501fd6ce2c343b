package rebate

import (
	"context"
	"time"

	"channelrouter/model"
)

// soldOn is what counted on a day, summed up, by organisation.
func (s store) soldOn(ctx context.Context, day int32) ([]model.RebateCount, error) {
	var sums []model.RebateCount
	err := s.db.Conn(ctx).Model(&model.RebateSale{}).
		Select("org_id, tier, product_id, matched, chain, COUNT(*) AS units").Where("biz_date = ?", day).
		Group("org_id, tier, product_id, matched, chain").Order("org_id, product_id, matched, chain").Scan(&sums).Error
	return sums, err
}

// measured are organisations of some levels of which there is something to measure in a
// period, by their ids: of displays those for whom some count, else those for whom something
// sold.
func (s store) measured(ctx context.Context, v *version, period int32, tiers []model.OrgKind, after model.OrgID, limit int) ([]model.RebateStanding, error) {
	query := s.db.Conn(ctx)
	if v.terms.Display != nil {
		query = query.Model(&model.RebateTerminal{}).Where("programme_id = ? AND period = ?", v.ID, period)
	} else {
		query = query.Model(&model.RebateVolume{}).Where("month >= ? AND month <= ? AND units <> 0", period, lastMonth(v.terms.Every, period))
	}
	var found []model.RebateStanding
	err := query.Select("org_id, MIN(tier) AS tier").Where("org_id > ? AND tier IN ?", after, tiers).
		Group("org_id").Order("org_id").Limit(limit).Scan(&found).Error
	return found, err
}

// paidOver sums what a programme paid by organisation: for units that sold between two
// moments, or for periods.
func (s store) paidOver(ctx context.Context, v *version, periods []int32, from, to time.Time) ([]Total, error) {
	query := s.db.Conn(ctx).Model(&model.RebateAccrual{}).Select("org_id, tier, SUM(fen) AS fen").Where("programme_id = ?", v.ID)
	if v.terms.PerUnit != nil {
		query = query.Where("sold_at >= ? AND sold_at < ?", from, to)
	} else {
		query = query.Where("period IN ?", periods)
	}
	var totals []Total
	return totals, query.Group("org_id, tier").Order("org_id").Scan(&totals).Error
}
