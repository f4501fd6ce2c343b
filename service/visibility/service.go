package visibility

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Rooms are those whose goods and events are told of.
type Rooms struct {
	Catalog *catalog.Service
	Channel *channel.Service
	Code    *code.Service
	Custody *custody.Service
}

// Service tells others what happened to goods, and hears from them.
type Service struct {
	Rooms
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	host  string // of private addresses
}

// New makes the room. host is that of printed codes.
func New(d *db.DB, c clock.Clock, ids *id.Generator, host string, r Rooms) *Service {
	return &Service{Rooms: r, db: d, store: store{d}, clock: c, ids: ids, host: host}
}
