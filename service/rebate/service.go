package rebate

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
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
	catalog *catalog.Service
	channel *channel.Service
	custody *custody.Service
	ledger  *ledger.Service
	// Programmes is the book of rebate programmes.
	Programmes *policy.Book[Programme]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, cat *catalog.Service, ch *channel.Service, cu *custody.Service, l *ledger.Service) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, catalog: cat, channel: ch, custody: cu, ledger: l,
		Programmes: policy.NewBook(d, c, "rebate", DefaultProgramme, Programme.check),
	}
}
