package catalog

import (
	"sync"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
)

// Service answers for products.
type Service struct {
	db    *db.DB
	store store
	ids   *id.Generator

	mu   sync.RWMutex
	byID map[model.ProductID]remembered // products are few and rarely change
}

// remembered is a product as it was read, good until staleAfter: another replica may
// have loaded a new catalogue.
type remembered struct {
	model.Product
	readAt time.Time
}

const staleAfter = time.Second

// New makes the room.
func New(d *db.DB, ids *id.Generator) *Service {
	return &Service{db: d, store: store{d}, ids: ids, byID: map[model.ProductID]remembered{}}
}
