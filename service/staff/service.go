package staff

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// Service brings people and organisations together.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	identity *identity.Service
	channel  *channel.Service
	guesses  kv.Limiter
	key      [32]byte
}

// New makes the room; key hides invitation codes, the same in every replica.
func New(d *db.DB, c clock.Clock, ids *id.Generator, i *identity.Service, ch *channel.Service, g kv.Limiter, key [32]byte) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids, identity: i, channel: ch, guesses: g, key: key}
}
