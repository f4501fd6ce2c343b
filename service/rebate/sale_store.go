package rebate

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// replaceSales puts whom units count for in place of what stood there, which it returns.
func (s store) replaceSales(ctx context.Context, items []model.ItemID, sales []model.RebateSale) (old []model.RebateSale, err error) {
	if err := s.db.Conn(ctx).Where("item IN ?", items).Find(&old).Error; err != nil {
		return nil, err
	}
	if len(old) > 0 {
		if err := s.db.Conn(ctx).Where("item IN ?", items).Delete(&model.RebateSale{}).Error; err != nil {
			return nil, err
		}
	}
	if len(sales) == 0 {
		return old, nil
	}
	return old, s.db.Conn(ctx).CreateInBatches(sales, storeChunk).Error
}

func (s store) insertCounts(ctx context.Context, counts []model.RebateCount) error {
	if len(counts) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(counts, storeChunk).Error
}

func (s store) salesOf(ctx context.Context, item model.ItemID) ([]model.RebateSale, error) {
	var rows []model.RebateSale
	return rows, s.db.Conn(ctx).Where("item = ?", item).Find(&rows).Error
}

// nthSale is a terminal's n-th sale of products (nil: of all) in order of time, and of items
// where times are the same; nil when it has sold less.
func (s store) nthSale(ctx context.Context, terminal model.OrgID, products []model.ProductID, n int64) (*model.RebateSale, error) {
	query := s.db.Conn(ctx).Where("org_id = ?", terminal).Order("sold_at, item").Offset(int(n) - 1)
	if products != nil {
		query = query.Where("product_id IN ?", products)
	}
	return db.First[model.RebateSale](query)
}
