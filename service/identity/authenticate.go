package identity

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"channelrouter/internal/clock"
)

const (
	// liveFor is how long a revocation by another replica may go unnoticed.
	liveFor = 5 * time.Second
	// liveFamilies bounds the cache: about 10 MB.
	liveFamilies = 100_000
)

// Authenticate tells who holds an access token of app. It asks the database whether the
// session is revoked at most once in five seconds for each session. Errors:
// ErrSessionExpired, ErrTokenOfAnotherApp.
func (s *Service) Authenticate(ctx context.Context, app, accessToken string) (Actor, error) {
	actor, err := s.signer.verify(app, accessToken)
	if err != nil {
		return Actor{}, err
	}
	// An invalidation while the loader runs makes the cache discard what it loads, so a
	// revocation here is never overwritten by an older reading.
	live, err := s.live.Get(ctx, actor.FamilyID, otter.LoaderFunc[int64, bool](s.isLive))
	if err != nil {
		return Actor{}, err
	}
	if !live {
		return Actor{}, ErrSessionExpired.With("revoked")
	}
	return actor, nil
}

// isLive reads whether the family exists and is not revoked. Its end needs no look: no
// access token is good beyond it.
func (s *Service) isLive(ctx context.Context, family int64) (bool, error) {
	row, err := s.store.family(ctx, family)
	return row != nil && row.RevokedAt == nil, err
}

func newLiveCache(c clock.Clock) *otter.Cache[int64, bool] {
	return otter.Must(&otter.Options[int64, bool]{
		MaximumSize:      liveFamilies,
		ExpiryCalculator: otter.ExpiryWriting[int64, bool](liveFor),
		Clock:            cacheClock{c},
	})
}

// cacheClock lets the cache age by the room's clock.
type cacheClock struct{ clock.Clock }

func (c cacheClock) NowNano() int64 { return c.Now().UnixNano() }

// Tick never comes: the bound on the size is enough, and no goroutine is left behind.
func (c cacheClock) Tick(time.Duration) <-chan time.Time { return nil }
