package diversion

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
)

// Service judges sightings and keeps cases.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	outbox   *outbox.Outbox
	catalog  *catalog.Service
	channel  *channel.Service
	custody  *custody.Service
	ledger   *ledger.Service
	identity *identity.Service
	// Policies is the book of diversion policies.
	Policies *policy.Book[Policy]
}

// Rooms are the rooms that diversion stands on.
type Rooms struct {
	Catalog  *catalog.Service
	Channel  *channel.Service
	Custody  *custody.Service
	Ledger   *ledger.Service
	Identity *identity.Service
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, r Rooms) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, outbox: o,
		catalog: r.Catalog, channel: r.Channel, custody: r.Custody, ledger: r.Ledger, identity: r.Identity,
		Policies: policy.NewBook(d, c, "diversion", DefaultPolicy, Policy.check),
	}
}
