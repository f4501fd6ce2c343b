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
	// Claimable: there is a hidden code on the item itself, which a consumer claims.
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
// the claim, which tells a clone from the original; of a cap another for its bottle.
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
	claimed, err := s.store.claimed(ctx, resolved.Item)
	if err != nil {
		return Authenticity{}, err
	}
	return Authenticity{
		Face: resolved.Face, Product: product, Claimed: claimed,
		Claimable: level.Level == model.LevelUnit && level.Has(model.Inner),
	}, nil
}
