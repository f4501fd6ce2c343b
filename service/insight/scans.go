package insight

import (
	"cmp"
	"context"
	"slices"
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
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	scans, err := s.store.scans(ctx, ids)
	if err != nil {
		return nil, err
	}
	last, err := s.store.judgements(ctx, ids)
	for i, sc := range scans {
		if j, judged := last[sc.ID]; judged {
			scans[i].Judgement = j
		}
	}
	slices.SortFunc(scans, func(a, b model.Scan) int {
		return cmp.Or(b.OccurredAt.Compare(a.OccurredAt), cmp.Compare(b.ID, a.ID))
	})
	return scans, err
}
