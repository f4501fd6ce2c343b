package staff

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// Guesses limits who tries codes that do not exist.
type Guesses interface {
	// Blocked tells whether a subject has used up its guesses, without counting.
	Blocked(ctx context.Context, subject string) (bool, error)
	// Count counts one.
	Count(ctx context.Context, subject string) (bool, error)
}

// Service brings people and organisations together.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	identity *identity.Service
	channel  *channel.Service
	guesses  Guesses
	key      [32]byte
}

// New makes the room; key hides invitation codes, the same in every replica.
func New(d *db.DB, c clock.Clock, ids *id.Generator, i *identity.Service, ch *channel.Service, g Guesses, key [32]byte) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids, identity: i, channel: ch, guesses: g, key: key}
}
