package campaign

import (
	"sync"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/money"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/internal/seal"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/risk"
	"channelrouter/service/scan"
	"channelrouter/service/tax"
)

// Rooms are the rooms that a draw passes through. Risk is asked about whoever wants to
// draw; nil asks nobody.
type Rooms struct {
	Identity *identity.Service
	Catalog  *catalog.Service
	Ledger   *ledger.Service
	Risk     *risk.Service
	Scan     *scan.Service
	Tax      *tax.Service
}

// Secrets are the keys of what this room keeps to itself.
type Secrets struct {
	Seed    [32]byte // seals the seeds of draws
	Address [32]byte // seals where gifts are sent
	Device  [32]byte // makes digests of devices
}

// Service runs campaigns. Safe for concurrent use.
type Service struct {
	Rooms
	db        *db.DB
	store     store
	clock     clock.Clock
	ids       *id.Generator
	outbox    *outbox.Outbox
	seeds     seal.Box
	addresses seal.Box
	deviceKey [32]byte
	// published holds what never changes any more, by campaign.
	published sync.Map
	// Policies is the book of the law's limits.
	Policies *policy.Book[Policy]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, secrets Secrets, r Rooms) *Service {
	return &Service{
		Rooms: r, db: d, store: store{d}, clock: c, ids: ids, outbox: o,
		seeds: seal.New(secrets.Seed), addresses: seal.New(secrets.Address), deviceKey: secrets.Device,
		Policies: policy.NewBook(d, c, "campaign", DefaultPolicy, Policy.check),
	}
}

// pool is a published campaign as draws need it: nothing of it ever changes.
type pool struct {
	id        model.CampaignID
	terms     Terms
	skus      map[string]bool
	seed      Seed
	publicFen money.Fen
}
