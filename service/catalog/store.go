package catalog

import (
	"context"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) upsert(ctx context.Context, products []model.Product) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "sku"}},
		DoUpdates: clause.AssignmentColumns([]string{"gtin", "name", "pack", "line", "points_earned", "points_to_redeem"}),
	}).Create(&products).Error
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
