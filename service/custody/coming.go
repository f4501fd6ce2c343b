package custody

import (
	"context"

	"channelrouter/model"
)

// Shipped is a shipment's goods as they left: in no container, and what they held in them.
func (s *Service) Shipped(ctx context.Context, event model.EventID) ([]model.ItemRange, error) {
	ranges, err := s.store.rangesOf(ctx, event)
	if err != nil {
		return nil, err
	}
	goods := make([]model.ItemRange, len(ranges))
	for i, r := range ranges {
		goods[i] = model.ItemRange{From: r.FromItem, To: r.ToItem}
	}
	if err := s.codes.Refresh(ctx); err != nil { // they may be of a batch just issued
		return nil, err
	}
	return s.codes.ByBatch(model.MergeRanges(goods)), nil
}

// Coming is what of a shipment's goods is on its way now: runs of one batch, in no container,
// without what was taken out of them and received alone. It costs by those runs, whatever
// happened to the rest, or to these before.
func (s *Service) Coming(ctx context.Context, shipment model.CustodyEvent) ([]model.ItemRange, error) {
	goods, err := s.Shipped(ctx, shipment.ID)
	if err != nil {
		return nil, err
	}
	var coming []model.ItemRange
	for _, r := range coalesce(goods) {
		runs, err := s.store.comingBy(ctx, shipment, r)
		if err != nil {
			return nil, err
		}
		coming = append(coming, runs...)
	}
	return s.codes.ByBatch(model.MergeRanges(coming)), nil
}

// Receivable tells whether somebody may receive goods that stand so; the trace is one that
// was asked for the holder.
func (t Trace) Receivable() bool {
	return receivable(holding{t.Holder, t.InTransit, t.Lost}, intent{org: t.Assigned})
}
