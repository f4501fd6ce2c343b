package catalog

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// save creates or updates products by SKU and tells which. It is no upsert, in which MySQL
// would take another SKU's product with the same GTIN for the one that is meant.
func (s store) save(ctx context.Context, products []model.Product) (Report, error) {
	known, err := s.all(ctx)
	if err != nil {
		return Report{}, err
	}
	bySKU := make(map[string]model.Product, len(known))
	for _, p := range known {
		bySKU[p.SKU] = p
	}
	var report Report
	for _, p := range products {
		status, err := s.saveOne(ctx, p, bySKU)
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			err = ErrTaken.With("SKU %q, GTIN %s", p.SKU, p.GTIN)
		}
		if err != nil {
			return Report{}, err
		}
		report.add(p.SKU, status)
	}
	return report, nil
}

func (s store) saveOne(ctx context.Context, p model.Product, known map[string]model.Product) (status string, err error) {
	old, exists := known[p.SKU]
	if !exists {
		return Created, s.db.Conn(ctx).Create(&p).Error
	}
	p.ID, p.Line = old.ID, old.Line // codes refer to the id for ever; files carry no line
	if p == old {
		return Unchanged, nil
	}
	return Updated, s.db.Conn(ctx).Model(&model.Product{}).Where("sku = ?", p.SKU).
		Select("gtin", "name", "pack", "points_earned", "points_to_redeem").Updates(p).Error
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
