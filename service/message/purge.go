package message

import (
	"context"

	"channelrouter/internal/clock"
)

// KeptDays is for how many days messages are kept where nothing else is configured.
const KeptDays = 730

const (
	purgeChunk = 500     // messages that go in one transaction
	mostPurged = 100_000 // in one run
)

// Purge removes, at night, messages that are older than so many days (0: KeptDays), read or not, with
// what is known of their deliveries. A run is bounded, and the next goes on; of two at once each
// message is removed, and counted, by one. It returns how many it removed.
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
		ids, err := s.store.olderThan(ctx, before, purgeChunk)
		if err != nil || len(ids) == 0 {
			return removed, err
		}
		err = s.db.Run(ctx, func(ctx context.Context) error {
			n, err := s.store.removeMessages(ctx, ids)
			removed += n
			return err
		})
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}
