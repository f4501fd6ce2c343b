package catalog

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

// ErrChanged: somebody else has changed a product since it was read.
var ErrChanged = errs.New(errs.Changed, "catalog.changed", "somebody else has changed this product meanwhile", "look at what it is now, which the answer tells as current, and change that")

// Change makes a product, as it was in a version, what is described; its SKU stays. What changes
// nothing makes no version. Errors: ErrUnknownProduct, ErrBadRow, ErrTaken, and ErrChanged with
// what it is by now.
func (s *Service) Change(ctx context.Context, id model.ProductID, version int64, to NewProduct) (model.Product, error) {
	var p model.Product
	err := s.db.Run(ctx, func(ctx context.Context) error {
		db.AfterCommit(ctx, s.forget)
		current, err := s.store.hold(ctx, id)
		if err != nil {
			return err
		}
		if current == nil {
			return ErrUnknownProduct.With("id %d", id)
		}
		p = *current
		if p.Version != version {
			return ErrChanged.With("it is in version %d, and the change is of version %d", p.Version, version)
		}
		to.SKU = p.SKU
		if err := to.check(); err != nil {
			return ErrBadRow.With("%v", err)
		}
		next := to.row(p.ID)
		if next.Version = p.Version; next == p {
			return nil
		}
		next.Version++
		db.Note(ctx, "product %s", p.SKU)
		if err := s.store.update(ctx, next); err != nil {
			return err
		}
		p = next
		return nil
	})
	return p, err
}

// row is the product as it is stored.
func (p NewProduct) row(id model.ProductID) model.Product {
	return model.Product{
		ID: id, SKU: p.SKU, GTIN: p.GTIN, Name: p.Name, Pack: p.Pack, Line: p.Line,
		PointsEarned: p.PointsEarned, PointsToRedeem: p.PointsToRedeem, PackagingProfileID: p.PackagingProfileID, Version: 1,
	}
}
