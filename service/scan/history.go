package scan

import (
	"context"

	"channelrouter/model"
)

// History pages through the scans of an item, the newest first, after one of them (0: from the
// newest), each with its latest judgement. What an item is in, or holds, has a history of its own.
func (s *Service) History(ctx context.Context, item model.ItemID, after model.ScanID, limit int) ([]model.Scan, error) {
	scans, err := s.store.history(ctx, item, after, limit)
	if err != nil {
		return nil, err
	}
	return scans, s.judged(ctx, scans)
}

// Latest returns the scans of ids that exist with their latest judgements, in the order of the ids.
func (s *Service) Latest(ctx context.Context, ids []model.ScanID) ([]model.Scan, error) {
	known, err := s.Some(ctx, ids)
	if err != nil {
		return nil, err
	}
	scans := make([]model.Scan, 0, len(ids))
	for _, id := range ids {
		if sc, is := known[id]; is {
			scans = append(scans, sc)
		}
	}
	return scans, s.judged(ctx, scans)
}

// judged puts the latest judgement of each scan in the place of its first.
func (s *Service) judged(ctx context.Context, scans []model.Scan) error {
	if len(scans) == 0 {
		return nil
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
	return err
}
