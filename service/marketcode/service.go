package marketcode

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/identity"
)

// Service orders, imports and activates WeChat's codes, and exchanges tickets.
type Service struct {
	db       *db.DB
	store    store
	kv       kv.Store
	clock    clock.Clock
	ids      *id.Generator
	identity *identity.Service
	catalog  *catalog.Service
	codes    *code.Service
	wechat   WeChat
}

// New makes the room. A nil WeChat is none: whatever needs it is refused.
func New(d *db.DB, k kv.Store, c clock.Clock, ids *id.Generator, i *identity.Service, cat *catalog.Service, codes *code.Service, w WeChat) *Service {
	return &Service{db: d, store: store{d}, kv: k, clock: c, ids: ids, identity: i, catalog: cat, codes: codes, wechat: w}
}
