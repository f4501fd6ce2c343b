package intake

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Rooms are the rooms below that rows take effect in.
type Rooms struct {
	Catalog *catalog.Service
	Channel *channel.Service
	Code    *code.Service
	Custody *custody.Service
}

// Settings say where uploads are and how large one may be.
type Settings struct {
	Folder    string // every replica sees it; it is made when the first upload comes
	MostBytes int64  // of one upload; 0: DefaultMost. All of a user's are at most mostUploads of these
}

// DefaultMost is how large an upload may be where nobody says otherwise.
const DefaultMost = 2 << 30

// Service takes files in. Safe for concurrent use.
type Service struct {
	rooms  Rooms
	db     *db.DB
	store  store
	clock  clock.Clock
	ids    *id.Generator
	files  folder
	most   int64
	pieces turns // one piece of an upload at a time
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms, s Settings) *Service {
	if s.MostBytes == 0 {
		s.MostBytes = DefaultMost
	}
	return &Service{rooms: r, db: d, store: store{d}, clock: c, ids: ids, files: folder(s.Folder), most: s.MostBytes}
}
