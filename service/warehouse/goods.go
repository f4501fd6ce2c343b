package warehouse

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// goodsOf resolves codes of units and containers, on any face, to runs of items of one batch
// each. One code that leads to nothing refuses all; the error says which.
func (s *Service) goodsOf(ctx context.Context, codes []string, lenient custody.Leniency) ([]model.ItemRange, error) {
	items, err := s.Custody.ItemsOf(ctx, codes, lenient)
	if err != nil {
		return nil, err
	}
	runs := make([]model.ItemRange, len(items))
	for i, item := range items {
		runs[i] = model.One(item)
	}
	return s.Code.ByBatch(model.MergeRanges(runs)), nil
}

// commandGoods is runs as custody takes them.
func commandGoods(runs []model.ItemRange) []custody.Goods {
	goods := make([]custody.Goods, len(runs))
	for i, r := range runs {
		goods[i] = custody.Goods{Items: r}
	}
	return goods
}
