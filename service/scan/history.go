package scan

import (
	"context"

	"channelrouter/model"
)

// History pages through the scans of an item, the newest first, after one of them (0: from the
// newest), each with its latest judgement. What an item is in, or holds, has a history of its own.
func (s *Service) History(ctx context.Context, item model.ItemID, after model.ScanID, limit int) ([]model.Scan, error) {
	scans, err := s.store.history(ctx, item, after, limit)
	if err != nil || len(scans) == 0 {
		return nil, err
	}
	ids := make([]model.ScanID, len(scans))
	for i, sc := range scans {
		ids[i] = sc.ID
	}
	later, err := s.Judgements(ctx, ids)
	for i, sc := range scans {
		if versions := later[sc.ID]; len(versions) > 0 {
			scans[i].Judgement = versions[len(versions)-1].Judgement
		}
	}
	return scans, err
}
