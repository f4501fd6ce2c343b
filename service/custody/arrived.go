package custody

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Arrived counts what came to an organisation from one moment until before another, by
// receipts and transfers: items of each level of each batch, with all that was inside them
// when they came. It costs by what the organisation has had since, and by how often goods
// came to it.
func (s *Service) Arrived(ctx context.Context, org model.OrgID, from, to time.Time) ([]StockLine, error) {
	if err := s.codes.Refresh(ctx); err != nil { // what came may be of a batch just issued
		return nil, err
	}
	came, err := s.store.arrivals(ctx, org, clock.Normal(from), clock.Normal(to))
	if err != nil {
		return nil, err
	}
	counts := tally{}
	for len(came) > 0 {
		n := 1
		for n < len(came) && came[n].TimeFrom.Equal(came[0].TimeFrom) {
			n++
		}
		var goods []model.ItemRange
		for _, span := range came[:n] {
			goods = append(goods, model.ItemRange{From: span.FromItem, To: span.ToItem})
		}
		lines, err := s.Tally(ctx, s.codes.ByBatch(model.MergeRanges(goods)), came[0].TimeFrom)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			counts.add(line.Batch, line.Level, line.Count)
		}
		came = came[n:]
	}
	return counts.lines(), nil
}
