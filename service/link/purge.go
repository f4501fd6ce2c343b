package link

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// KeptDays is for how many days links that have ended are kept where nothing else is configured.
const KeptDays = 90

// Purge removes, at night, links and schemes that ended more than so many days ago (0: KeptDays),
// and returns how many. A run is bounded, and the next goes on.
func (s *Service) Purge(ctx context.Context, days int) (removed int64, err error) {
	now := s.clock.Now()
	if !clock.Night(now) {
		return 0, nil
	}
	if days == 0 {
		days = KeptDays
	}
	ended := func(ctx context.Context, limit int) ([]model.AppLinkID, error) {
		return s.store.endedBefore(ctx, now.AddDate(0, 0, -days), limit)
	}
	return db.Purge(ctx, s.db, ended, s.store.removeLinks)
}
