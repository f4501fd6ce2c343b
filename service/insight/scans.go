package insight

import (
	"context"
	"time"

	"channelrouter/model"
)

// ScanQuery asks for some of an organisation's scans: those that happened from one time on and
// before another. A zero time is no bound.
type ScanQuery struct {
	Org      model.OrgID
	From, To time.Time
	After    model.ScanID // the last of the page before; 0 for the first page
	Limit    int
}

// Scans returns an organisation's scans with their latest judgements, newest first: those of its
// people, and of goods that surfaced in its shop or in its part of the channel. They are listed
// as they are counted, some seconds later. Errors: ErrUnknownOrg of channel.
func (s *Service) Scans(ctx context.Context, q ScanQuery) ([]model.Scan, error) {
	if _, err := s.channel.GetOrg(ctx, q.Org); err != nil {
		return nil, err
	}
	if q.To.IsZero() {
		q.To = model.Forever
	}
	ids, err := s.store.orgScans(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.scan.Latest(ctx, ids)
}
