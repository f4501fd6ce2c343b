package scan

import (
	"context"
	"strings"

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

// MustBe refuses a code that stands beside the GTIN of another product, as in a GS1
// Digital Link that was put together by somebody else. Leading zeros do not matter.
func (a Authenticity) MustBe(gtin string) error { return mustBe(a.Product, gtin) }

func mustBe(product model.Product, gtin string) error {
	if strings.TrimLeft(gtin, "0") != strings.TrimLeft(product.GTIN, "0") {
		return ErrOtherProduct
	}
	return nil
}

// Verify answers for the public page: resolve in memory, and one primary-key read for
// the claim, which tells a clone from the original; where caps come from a hopper a few more.
func (s *Service) Verify(ctx context.Context, text string) (Authenticity, error) {
	resolved, err := s.Code.ResolveCurrent(ctx, text)
	if err != nil {
		return Authenticity{}, code.Public(err)
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
