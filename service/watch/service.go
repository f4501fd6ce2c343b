package watch

import (
	"sync"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/casefile"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

// Rooms are the rooms that it stands on.
type Rooms struct {
	CaseFile  *casefile.Service
	Catalog   *catalog.Service
	Channel   *channel.Service
	Code      *code.Service
	Custody   *custody.Service
	Diversion *diversion.Service
	Scan      *scan.Service
}

// Service follows the scans.
type Service struct {
	Rooms
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator

	mu      sync.Mutex // one follows at a time
	watcher *watcher   // nil: to be built anew
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms) *Service {
	return &Service{Rooms: r, db: d, store: store{d}, clock: c, ids: ids}
}
