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
	"channelrouter/service/message"
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
	message   *message.Service
	at        atOnce
	// Policies is the book of how the brand settles.
	Policies *policy.Book[Policy]
}

// atOnce bounds what is in memory, in a transaction and on a page.
type atOnce struct {
	seals      int64 // that are read of the ledger: of 500 transactions
	orgs       int   // whose statements are written in one transaction
	statements int   // that are read
	movements  int   // of an organisation that are read to open a line
	page       int   // and for one page, which may be short, or empty, for it
}

// Rooms are the rooms that settlement stands on.
type Rooms struct {
	Catalog   *catalog.Service
	Channel   *channel.Service
	Ledger    *ledger.Service
	Rebate    *rebate.Service
	Diversion *diversion.Service
	Scan      *scan.Service
	Message   *message.Service
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids,
		at:      atOnce{seals: 10, orgs: 500, statements: 5000, movements: 500, page: 5000},
		catalog: r.Catalog, channel: r.Channel, ledger: r.Ledger, rebate: r.Rebate, diversion: r.Diversion, scan: r.Scan, message: r.Message,
		Policies: policy.NewBook(d, c, "settlement", DefaultPolicy, Policy.check),
	}
}
