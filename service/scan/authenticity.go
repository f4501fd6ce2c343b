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
	// Claimable: there is a hidden code on the item itself or in its cap, which a consumer claims.
	Claimable bool
	Claimed   *First // when and in which district the consumer's reward was taken
}

// Verify answers for the public page: resolve in memory, and one primary-key read for
// the claim, which tells a clone from the original; where caps come from a hopper a few more.
// Errors: those of Resolve.
func (s *Service) Verify(ctx context.Context, printed code.Printed) (Authenticity, error) {
	resolved, err := s.Resolve(ctx, printed)
	if err != nil {
		return Authenticity{}, err
	}
	level := resolved.Batch.Level(resolved.Face.Level())
	if resolved, err = s.canonical(ctx, resolved); err != nil {
		return Authenticity{}, err
	}
	product, err := s.Catalog.Get(ctx, resolved.Batch.ProductID)
	if err != nil {
		return Authenticity{}, err
	}
	caps, err := s.Custody.Capped(ctx, []model.ItemID{resolved.Item})
	if err != nil {
		return Authenticity{}, err
	}
	cap, capped := caps[resolved.Item]
	claimed, err := s.store.claimed(ctx, resolved.Item)
	if capped && claimed == nil && err == nil {
		claimed, err = s.store.claimed(ctx, cap) // by itself, before it was told what it closes
	}
	return Authenticity{
		Face: resolved.Face, Product: product, Claimed: claimed,
		Claimable: capped || level.Level == model.LevelUnit && level.Has(model.Inner),
	}, err
}
