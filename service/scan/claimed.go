package scan

import (
	"context"

	"channelrouter/model"
)

// ClaimedOf pages through what of a run of items consumers have claimed, by item, from after on.
func (s *Service) ClaimedOf(ctx context.Context, items model.ItemRange, after model.ItemID, limit int) ([]model.ScanOnce, error) {
	return s.store.claimsOver(ctx, model.ItemRange{From: max(items.From, after+1), To: items.To}, limit)
}
