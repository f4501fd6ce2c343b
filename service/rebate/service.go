package rebate

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/ledger"
)

// Service accrues rebates.
type Service struct {
	db      *db.DB
	store   store
	clock   clock.Clock
	ids     *id.Generator
	outbox  *outbox.Outbox
	catalog *catalog.Service
	channel *channel.Service
	custody *custody.Service
	ledger  *ledger.Service
	// timer tells how long a what-if takes.
	timer clock.Clock
	// versions are the published versions of programmes.
	versions policy.Memory[[]*version]
	// Policies is the book of what counts as sell-out and of the basic rates.
	Policies *policy.Book[Policy]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, cat *catalog.Service, ch *channel.Service, cu *custody.Service, l *ledger.Service) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, timer: clock.System{}, ids: ids, outbox: o, catalog: cat, channel: ch, custody: cu, ledger: l,
		Policies: policy.NewBook(d, c, "rebate", DefaultPolicy, Policy.check),
	}
}
