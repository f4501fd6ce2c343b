package catalog

import (
	"context"
	"strings"
	"time"

	"channelrouter/internal/errs"
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

// ErrBadSort: products are not sorted by that.
var ErrBadSort = errs.New(errs.Invalid, "catalog.bad_sort", "products are not sorted by this", "sort by sku, name, gtin, line or points_earned, with - before it for the other way round")

// Query narrows products down, and says in which order they come.
type Query struct {
	Text string  // stands in the SKU, the GTIN, the name or the pack
	Line *string // product line; nil for all
	Sort string  // sku, name, gtin, line or points_earned, maybe with - before; "" by SKU
}

// orders are the columns by which products are sorted. Each is followed by the id.
var orders = map[string]string{"": "sku", "sku": "sku", "name": "name", "gtin": "gtin", "line": "line", "points_earned": "points_earned"}

// Find pages through products. after is the last one of the page before, 0 for the first page.
// Errors: ErrBadSort, ErrUnknownProduct where after is none.
func (s *Service) Find(ctx context.Context, q Query, after model.ProductID, limit int) ([]model.Product, error) {
	key, falling := strings.CutPrefix(q.Sort, "-")
	column := orders[key]
	if column == "" {
		return nil, ErrBadSort.With("%.40q", q.Sort)
	}
	var last *model.Product
	if after != 0 {
		var err error
		if last, err = s.store.find(ctx, after); err != nil {
			return nil, err
		}
		if last == nil {
			return nil, ErrUnknownProduct.With("id %d", after)
		}
	}
	return s.store.findMany(ctx, q, column, falling, last, limit)
}

// All lists the products by SKU.
func (s *Service) All(ctx context.Context) ([]model.Product, error) { return s.store.all(ctx) }

func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byID)
}
