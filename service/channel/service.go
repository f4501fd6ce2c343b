package channel

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
)

// Service answers for the channel graph.
type Service struct {
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids}
}
