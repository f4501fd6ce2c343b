package warehouse

import (
	"context"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// goodsOf resolves codes of units and containers, on any face, to runs of items. One code
// that leads to nothing refuses all; the error says which.
func (s *Service) goodsOf(ctx context.Context, codes []string) ([]model.ItemRange, error) {
	items := make([]model.ItemRange, len(codes))
	for i, text := range codes {
		resolved, err := s.Code.ResolveIssued(ctx, code.FromPrinted(text))
		if err != nil {
			if declared := errs.As(err); declared != nil {
				err = declared.With("code %q", text)
			}
			return nil, err
		}
		items[i] = model.One(resolved.Item)
	}
	return s.byBatch(model.MergeRanges(items)), nil
}

// byBatch cuts runs where one batch ends and another begins.
func (s *Service) byBatch(runs []model.ItemRange) []model.ItemRange {
	var cut []model.ItemRange
	for _, r := range runs {
		for from := r.From; from < r.To; {
			part := model.ItemRange{From: from, To: r.To}
			if b := s.Code.BatchOf(from); b != nil {
				part.To = min(r.To, b.Level(from.Level()).To)
			}
			cut = append(cut, part)
			from = part.To
		}
	}
	return cut
}

// commandGoods is runs as custody takes them.
func commandGoods(runs []model.ItemRange) []custody.Goods {
	goods := make([]custody.Goods, len(runs))
	for i, r := range runs {
		goods[i] = custody.Goods{Items: r}
	}
	return goods
}
