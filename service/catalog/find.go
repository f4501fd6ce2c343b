package catalog

import (
	"context"
	"time"

	"channelrouter/model"
)

// Get returns a product, for a second from memory.
func (s *Service) Get(ctx context.Context, id model.ProductID) (model.Product, error) {
	now := time.Now()
	s.mu.RLock()
	known, found := s.byID[id]
	s.mu.RUnlock()
	if found && now.Sub(known.readAt) < staleAfter {
		return known.Product, nil
	}
	row, err := s.store.find(ctx, id)
	if err != nil {
		return model.Product{}, err
	}
	if row == nil {
		return model.Product{}, ErrUnknownProduct.With("id %d", id)
	}
	s.mu.Lock()
	s.byID[id] = remembered{*row, now}
	s.mu.Unlock()
	return *row, nil
}

// GetBySKU returns the product that the brand numbers sku.
func (s *Service) GetBySKU(ctx context.Context, sku string) (model.Product, error) {
	row, err := s.store.findBySKU(ctx, sku)
	if err != nil {
		return model.Product{}, err
	}
	if row == nil {
		return model.Product{}, ErrUnknownProduct.With("SKU %q", sku)
	}
	return *row, nil
}

// All lists the products by SKU.
func (s *Service) All(ctx context.Context) ([]model.Product, error) { return s.store.all(ctx) }

func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byID)
}
