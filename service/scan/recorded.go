package scan

import (
	"context"

	"channelrouter/model"
)

// Some returns the scans of ids that exist, as they were recorded.
func (s *Service) Some(ctx context.Context, ids []model.ScanID) (map[model.ScanID]model.Scan, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.store.scans(ctx, ids)
}

// Judgements returns the later judgements of scans, version by version; the first stands in
// the scan.
func (s *Service) Judgements(ctx context.Context, ids []model.ScanID) (map[model.ScanID][]model.ScanJudgement, error) {
	rows, err := s.store.judgements(ctx, ids)
	byScan := map[model.ScanID][]model.ScanJudgement{}
	for _, r := range rows {
		byScan[r.ScanID] = append(byScan[r.ScanID], r)
	}
	return byScan, err
}
