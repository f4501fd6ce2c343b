package catalog

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// save creates or updates products by SKU. It is no upsert, in which MySQL would take
// another SKU's product with the same GTIN for the one that is meant.
func (s store) save(ctx context.Context, products []model.Product) error {
	var known []string
	if err := s.db.Conn(ctx).Model(&model.Product{}).Pluck("sku", &known).Error; err != nil {
		return err
	}
	for _, p := range products {
		var err error
		if slices.Contains(known, p.SKU) {
			err = s.db.Conn(ctx).Model(&model.Product{}).Where("sku = ?", p.SKU).
				Select("gtin", "name", "pack", "points_earned", "points_to_redeem").Updates(p).Error
		} else {
			err = s.db.Conn(ctx).Create(&p).Error
		}
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return ErrTaken.With("SKU %q, GTIN %s", p.SKU, p.GTIN)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s store) all(ctx context.Context) ([]model.Product, error) {
	var products []model.Product
	err := s.db.Conn(ctx).Order("sku").Find(&products).Error
	return products, err
}

func (s store) find(ctx context.Context, id model.ProductID) (*model.Product, error) {
	return db.First[model.Product](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) findBySKU(ctx context.Context, sku string) (*model.Product, error) {
	return db.First[model.Product](s.db.Conn(ctx).Where("sku = ?", sku))
}
