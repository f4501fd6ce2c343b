package insight

import (
	"context"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// newest reads the last facts behind a place, and up to another, which people are told of.
// skipped: there are more of them.
func (s store) newest(ctx context.Context, after Place, to *Place, limit int) (facts []model.InsightFact, skipped bool, err error) {
	query := s.db.Conn(ctx).Where("pass >= ? AND (pass > ? OR id > ?)", max(after.Pass, 1), after.Pass, after.ID).
		Where("kind <> ?", model.InsightSale)
	if to != nil {
		query = query.Where("pass <= ? AND (pass < ? OR id <= ?)", to.Pass, to.Pass, to.ID)
	}
	err = query.Order("pass DESC, id DESC").Limit(limit + 1).Find(&facts).Error
	if skipped = len(facts) > limit; skipped {
		facts = facts[:limit]
	}
	slices.Reverse(facts)
	return facts, skipped, err
}

// lastTold is where who has heard everything is.
func (s store) lastTold(ctx context.Context) (Place, error) {
	last, err := db.First[model.InsightFact](s.db.Conn(ctx).Where("pass > 0").Order("pass DESC, id DESC"))
	if last == nil {
		return Place{}, err
	}
	return Place{last.Pass, last.ID}, err
}
