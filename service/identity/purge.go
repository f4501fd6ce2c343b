package identity

import (
	"context"
	"time"
)

const (
	// keepExpired is how long an ended session stays for an operator to look at.
	keepExpired = 7 * 24 * time.Hour

	purgeFamilies = 100  // a transaction
	purgeTokens   = 1000 // a transaction; an app that never closes has 2,880 in a family
)

// PurgeExpired deletes up to limit session families that ended more than a week ago,
// with their refresh tokens, in small transactions, and says how many families went.
func (s *Service) PurgeExpired(ctx context.Context, limit int) (int, error) {
	cutoff := s.clock.Now().Add(-keepExpired)
	forget := func(ctx context.Context) error {
		return s.store.deleteFailures(ctx, s.clock.Now().Add(-24*time.Hour), limit)
	}
	if err := s.db.Run(ctx, forget); err != nil {
		return 0, err
	}
	purged := 0
	for purged < limit {
		n, more, err := s.purgeSome(ctx, cutoff, min(limit-purged, purgeFamilies))
		purged += n
		if err != nil || !more {
			return purged, err
		}
	}
	return purged, nil
}

// purgeSome is one transaction: the tokens first, and the families only when none of
// their tokens is left. more tells whether it found anything.
func (s *Service) purgeSome(ctx context.Context, cutoff time.Time, limit int) (purged int, more bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		purged = 0
		families, err := s.store.expiredFamilies(ctx, cutoff, limit)
		if more = len(families) > 0; err != nil || !more {
			return err
		}
		deleted, err := s.store.deleteTokens(ctx, families, purgeTokens)
		if err != nil || deleted == purgeTokens {
			return err
		}
		purged = len(families)
		return s.store.deleteFamilies(ctx, families)
	})
	return purged, more, err
}
