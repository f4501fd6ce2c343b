package catalog

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

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
	// Codes refer to the id for ever; files carry neither line nor packaging.
	p.ID, p.Line, p.PackagingProfileID, p.Version = old.ID, old.Line, old.PackagingProfileID, old.Version
	if p == old {
		return Unchanged, nil
	}
	p.Version++
	return Updated, s.update(ctx, p)
}

// update writes a product over the one of its SKU. Error: ErrTaken, where another has its GTIN.
func (s store) update(ctx context.Context, p model.Product) error {
	err := s.db.Conn(ctx).Model(&model.Product{}).Where("sku = ?", p.SKU).
		Select("gtin", "name", "pack", "line", "points_earned", "points_to_redeem", "packaging_profile_id", "version").Updates(p).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrTaken.With("SKU %q, GTIN %s", p.SKU, p.GTIN)
	}
	return err
}

// hold is find of a product that nobody else changes until the transaction ends.
func (s store) hold(ctx context.Context, id model.ProductID) (*model.Product, error) {
	return db.First[model.Product](s.db.Conn(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id))
}

func (s store) all(ctx context.Context) ([]model.Product, error) {
	var products []model.Product
	err := s.db.Conn(ctx).Order("sku").Find(&products).Error
	return products, err
}

// findMany is a page behind a product. A brand has some thousands at most: what stands within a
// name is looked for in all of them.
func (s store) findMany(ctx context.Context, q Query, column string, falling bool, last *model.Product, limit int) ([]model.Product, error) {
	query := s.db.Conn(ctx).Limit(limit)
	if q.Text != "" {
		query = db.Containing(query, q.Text, "sku", "gtin", "name", "pack")
	}
	if q.Line != nil {
		query = query.Where("line = ?", *q.Line)
	}
	if last != nil {
		value := map[string]any{"sku": last.SKU, "name": last.Name, "gtin": last.GTIN, "line": last.Line, "points_earned": last.PointsEarned}[column]
		query = db.Behind(query, column, value, "id", last.ID, falling)
	}
	order := ""
	if falling {
		order = " DESC"
	}
	var products []model.Product
	return products, query.Order(column + order).Order("id" + order).Find(&products).Error
}

func (s store) find(ctx context.Context, id model.ProductID) (*model.Product, error) {
	return db.First[model.Product](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) findBySKU(ctx context.Context, sku string) (*model.Product, error) {
	return db.First[model.Product](s.db.Conn(ctx).Where("sku = ?", sku))
}
