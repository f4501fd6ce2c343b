package channel

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
)

// Service answers for the channel graph.
type Service struct {
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	// Logistics is the book of what follows for distributors without the logistics system.
	Logistics *policy.Book[LogisticsPolicy]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids,
		Logistics: policy.NewBook(d, c, "logistics", LogisticsPolicy{}, func(LogisticsPolicy) error { return nil }),
	}
}
