package casefile

import (
	"crypto/ed25519"

	"channelrouter/internal/blob"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/contact"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
)

// Rooms are the lower rooms that a case is made of.
type Rooms struct {
	Catalog   *catalog.Service
	Channel   *channel.Service
	Code      *code.Service
	Contact   *contact.Service
	Custody   *custody.Service
	Diversion *diversion.Service
	Identity  *identity.Service
	Scan      *scan.Service
}

// Service keeps the files of cases. Safe for concurrent use.
type Service struct {
	rooms Rooms
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	blobs blob.Store
	key   ed25519.PrivateKey
}

// KeyPurpose is what the keyring derives the seed of the key for that signs evidence packs.
const KeyPurpose = "casefile/evidence"

// New makes the room; blobs is where photos are, and seed the secret that signs packs.
func New(d *db.DB, c clock.Clock, ids *id.Generator, blobs blob.Store, seed [32]byte, r Rooms) *Service {
	return &Service{rooms: r, db: d, store: store{d}, clock: c, ids: ids, blobs: blobs, key: ed25519.NewKeyFromSeed(seed[:])}
}
