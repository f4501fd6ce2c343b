package warehouse

import (
	"sync"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Rooms are the lower rooms that this one stands on.
type Rooms struct {
	Channel *channel.Service
	Code    *code.Service
	Custody *custody.Service
}

// Service keeps the papers of goods.
type Service struct {
	Rooms
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator

	following sync.Mutex
	followed  map[model.ShipmentState]model.GoodsDeliveryID // how far FollowDeliveries has come
}

// New makes the room.
func New(d *db.DB, c clock.Clock, ids *id.Generator, r Rooms) *Service {
	return &Service{Rooms: r, db: d, store: store{d}, clock: c, ids: ids, followed: map[model.ShipmentState]model.GoodsDeliveryID{}}
}
