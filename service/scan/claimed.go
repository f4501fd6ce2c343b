package scan

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// ClaimedOf pages through what of a run of items consumers have claimed, by item, from after on.
func (s *Service) ClaimedOf(ctx context.Context, items model.ItemRange, after model.ItemID, limit int) ([]model.ScanOnce, error) {
	return s.store.claimsOver(ctx, model.ItemRange{From: max(items.From, after+1), To: items.To}, limit)
}

// Winners are who won what of items, the goods that somebody opened a case of among them.
func (s *Service) Winners(ctx context.Context, items []model.ItemID) ([]model.ScanOnce, error) {
	won, err := s.store.once(ctx, items)
	return slices.SortedFunc(maps.Values(won), func(a, b model.ScanOnce) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Purpose, b.Purpose))
	}), err
}
