package identity

import (
	"github.com/maypok86/otter/v2"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
)

// Service logs people and users in and tells who they are. Safe for concurrent use.
type Service struct {
	db        *db.DB
	store     store
	clock     clock.Clock
	ids       *id.Generator
	wechat    WeChat
	signer    signer
	passwords hasher
	live      *otter.Cache[int64, bool] // by family: not revoked, as of at most liveFor ago
}

// New makes the room. jwtKey signs access tokens: every replica has the same one, and
// changing it sends everybody to their refresh token, but logs nobody out.
func New(d *db.DB, c clock.Clock, ids *id.Generator, wechat WeChat, jwtKey [32]byte) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, wechat: wechat,
		signer: newSigner(jwtKey, c.Now), passwords: newHasher(), live: newLiveCache(c),
	}
}
