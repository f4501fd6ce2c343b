package message

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/model"
)

// KeptDays is for how many days messages are kept where nothing else is configured.
const KeptDays = 730

// Purge removes, at night, messages that are older than so many days (0: KeptDays), read or not, with
// what is known of their deliveries, and returns how many. A run is bounded, and the next goes on.
func (s *Service) Purge(ctx context.Context, days int) (removed int64, err error) {
	now := s.clock.Now()
	if !clock.Night(now) {
		return 0, nil
	}
	if days == 0 {
		days = KeptDays
	}
	old := func(ctx context.Context, limit int) ([]model.MessageID, error) {
		return s.store.olderThan(ctx, now.AddDate(0, 0, -days), limit)
	}
	return db.Purge(ctx, s.db, old, s.store.removeMessages)
}
