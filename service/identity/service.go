package identity

import (
	"github.com/maypok86/otter/v2"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/internal/seal"
	"channelrouter/model"
)

// Service logs people and users in and tells who they are. Safe for concurrent use.
type Service struct {
	db        *db.DB
	store     store
	clock     clock.Clock
	ids       *id.Generator
	outbox    *outbox.Outbox
	wechat    WeChat
	phones    phoneBox
	signer    signer
	factors   seal.Box
	passwords hasher
	live      *otter.Cache[int64, bool] // by family: not revoked, as of at most liveFor ago
	required  []model.UserRole          // who must have a second factor
}

// Keys are the room's secrets, the same in every replica.
type Keys struct {
	JWT        [32]byte // signs access tokens; another one sends everybody to his refresh token
	Phone      [32]byte // seals phone numbers; without it they cannot be read
	PhoneIndex [32]byte // finds them; without it they cannot be found
	Factor     [32]byte // seals the secrets of second factors; without it an owner resets them
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, wechat WeChat, k Keys) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, outbox: o, wechat: wechat, phones: newPhoneBox(k),
		factors: seal.New(k.Factor), signer: newSigner(k.JWT, c.Now), passwords: newHasher(), live: newLiveCache(c),
	}
}
