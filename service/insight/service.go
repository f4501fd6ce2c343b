package insight

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/scan"
)

// Service keeps figures and tells what happens.
type Service struct {
	db      *db.DB
	store   store
	clock   clock.Clock
	catalog *catalog.Service
	channel *channel.Service
	scan    *scan.Service
	hub     hub
}

// New makes the room. Close ends its feeds.
func New(d *db.DB, c clock.Clock, cat *catalog.Service, ch *channel.Service, sc *scan.Service) *Service {
	s := &Service{db: d, store: store{d}, clock: c, catalog: cat, channel: ch, scan: sc}
	s.hub.open(s)
	return s
}
