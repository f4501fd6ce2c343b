package settlement

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/ledger"
	"channelrouter/service/rebate"
	"channelrouter/service/scan"
)

// Service settles with the organisations of the channel.
type Service struct {
	db        *db.DB
	store     store
	clock     clock.Clock
	ids       *id.Generator
	catalog   *catalog.Service
	channel   *channel.Service
	ledger    *ledger.Service
	rebate    *rebate.Service
	diversion *diversion.Service
	scan      *scan.Service
	// Policies is the book of how the brand settles.
	Policies *policy.Book[Policy]
}

// Rooms are the rooms that settlement stands on.
type Rooms struct {
	Catalog   *catalog.Service
	Channel   *channel.Service
	Ledger    *ledger.Service
	Rebate    *rebate.Service
	Diversion *diversion.Service
	Scan      *scan.Service
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids,
		catalog: r.Catalog, channel: r.Channel, ledger: r.Ledger, rebate: r.Rebate, diversion: r.Diversion, scan: r.Scan,
		Policies: policy.NewBook(d, c, "settlement", DefaultPolicy, Policy.check),
	}
}
