package rebate

import (
	"context"

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
