package custody

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Arrived counts what came to an organisation from one moment until before another, by
// receipts and transfers: items of each level of each batch, with all that was inside them
// when they came. What it has already does not come again. It costs by what the organisation has had since, and by how often goods
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
		goods, err := s.newlyCome(ctx, org, came[:n])
		if err != nil {
			return nil, err
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

// newlyCome is the goods that came at one moment, but those that the organisation had just
// before in a container.
func (s *Service) newlyCome(ctx context.Context, org model.OrgID, came []arrival) (goods []model.ItemRange, err error) {
	var alone []model.ItemRange
	for _, a := range came {
		items := model.ItemRange{From: a.FromItem, To: a.ToItem}
		if a.Moved {
			goods = append(goods, items)
		} else {
			alone = append(alone, items)
		}
	}
	if len(alone) == 0 {
		return goods, nil
	}
	before, err := s.Standing(ctx, alone, came[0].TimeFrom.Add(-time.Microsecond))
	for _, b := range before {
		if b.Holder != org {
			goods = append(goods, b.Items)
		}
	}
	return goods, err
}
