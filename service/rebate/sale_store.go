package rebate

import (
	"context"
	"time"

	"gorm.io/gorm"

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

// orgSales never cuts a moment: the last one of a full page is completed.
func (s store) orgSales(ctx context.Context, org model.OrgID, after, to time.Time, limit int) ([]model.RebateSale, error) {
	query := s.db.Conn(ctx).Where("org_id = ? AND sold_at < ?", org, to).Order("sold_at, item").Session(&gorm.Session{})
	var rows []model.RebateSale
	if err := query.Where("sold_at > ?", after).Limit(limit).Find(&rows).Error; err != nil || len(rows) < limit {
		return rows, err
	}
	last := rows[len(rows)-1]
	var rest []model.RebateSale
	err := query.Where("sold_at = ? AND item > ?", last.SoldAt, last.Item).Find(&rest).Error
	return append(rows, rest...), err
}
