package custody

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/service/channel"
	"channelrouter/service/code"
)

// Service records where goods go and answers where they were.
type Service struct {
	db      *db.DB
	store   store
	clock   clock.Clock
	ids     *id.Generator
	outbox  *outbox.Outbox
	codes   *code.Service
	channel *channel.Service
	memory  *memory
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, codes *code.Service, ch *channel.Service) *Service {
	return &Service{db: d, store: store{d}, clock: c, ids: ids, outbox: o, codes: codes, channel: ch, memory: &memory{blocks: map[int64]*remembered{}}}
}
