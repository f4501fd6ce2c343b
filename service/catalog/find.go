package catalog

import (
	"context"

	"channelrouter/model"
)

// Get returns a product, from memory after its first use.
func (s *Service) Get(ctx context.Context, id model.ProductID) (model.Product, error) {
	s.mu.RLock()
	product, known := s.byID[id]
	s.mu.RUnlock()
	if known {
		return product, nil
	}
	row, err := s.store.find(ctx, id)
	if err != nil {
		return model.Product{}, err
	}
	if row == nil {
		return model.Product{}, ErrUnknownProduct.With("id %d", id)
	}
	s.mu.Lock()
	s.byID[id] = *row
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
