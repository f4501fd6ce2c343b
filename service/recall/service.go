package recall

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/message"
	"channelrouter/service/scan"
)

// Rooms are those that know where goods are, and tell people.
type Rooms struct {
	Catalog *catalog.Service
	Channel *channel.Service
	Code    *code.Service
	Custody *custody.Service
	Message *message.Service
	Scan    *scan.Service
}

// Service calls goods back.
type Service struct {
	Rooms
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms) *Service {
	return &Service{Rooms: r, db: d, store: store{d}, clock: c, ids: ids}
}
