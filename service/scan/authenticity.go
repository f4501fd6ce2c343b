package scan

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/code"
)

// Authenticity is what anyone may know of a printed code.
type Authenticity struct {
	Face    model.Face
	Product model.Product
	Claimed *First // when and in which district the consumer's reward was taken
}

// Verify answers for the public page: resolve in memory, and one primary-key read for
// the claim, which tells a clone from the original.
func (s *Service) Verify(ctx context.Context, text string) (Authenticity, error) {
	resolved, err := s.Code.ResolveCurrent(ctx, text)
	if err != nil {
		return Authenticity{}, code.Public(err)
	}
	product, err := s.Catalog.Get(ctx, resolved.Batch.ProductID)
	if err != nil {
		return Authenticity{}, err
	}
	claimed, err := s.store.claimed(ctx, resolved.Item)
	if err != nil {
		return Authenticity{}, err
	}
	return Authenticity{Face: resolved.Face, Product: product, Claimed: claimed}, nil
}
