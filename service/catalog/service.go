package catalog

import (
	"sync"

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
	byID map[model.ProductID]model.Product // products are few and rarely change
}

// New makes the room.
func New(d *db.DB, ids *id.Generator) *Service {
	return &Service{db: d, store: store{d}, ids: ids, byID: map[model.ProductID]model.Product{}}
}
