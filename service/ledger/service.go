package ledger

import (
	"crypto/ed25519"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
)

// Service posts, reads, seals and verifies.
type Service struct {
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	key   ed25519.PrivateKey
}

// New makes the room; seed is the secret that signs seals.
func New(d *db.DB, c clock.Clock, ids *id.Generator, seed [32]byte) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids, key: ed25519.NewKeyFromSeed(seed[:])}
}
