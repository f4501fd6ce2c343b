package link

import (
	"context"

	"channelrouter/internal/clock"
)

// KeptDays is for how many days links that have ended are kept where nothing else is configured.
const KeptDays = 90

const (
	purgeChunk = 500     // links that go in one transaction
	mostPurged = 100_000 // in one run
)

// Purge removes, at night, links and schemes that ended more than so many days ago (0: KeptDays). A
// run is bounded, and the next goes on; of two at once each link is removed, and counted, by one. It
// returns how many it removed.
func (s *Service) Purge(ctx context.Context, days int) (removed int64, err error) {
	now := s.clock.Now()
	if !clock.Night(now) {
		return 0, nil
	}
	if days == 0 {
		days = KeptDays
	}
	before := now.AddDate(0, 0, -days)
	for removed < mostPurged {
		ids, err := s.store.endedBefore(ctx, before, purgeChunk)
		if err != nil || len(ids) == 0 {
			return removed, err
		}
		err = s.db.Run(ctx, func(ctx context.Context) error {
			n, err := s.store.removeLinks(ctx, ids)
			removed += n
			return err
		})
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}
