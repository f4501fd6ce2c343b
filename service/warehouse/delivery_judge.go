package warehouse

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// judged is goods that a receiver names, by what is to become of them.
type judged struct {
	outcomes map[model.ItemID]model.ReceiptOutcome
	traces   map[model.ItemID]custody.Trace
	received []model.ItemRange // by themselves; what is inside others of them stays in them
}

// judge says of items what is to become of them when the receiver of a delivery has them in
// hand: coming is what of it is on its way. With all, the whole of that is received.
func (s *Service) judge(ctx context.Context, d model.GoodsDelivery, items []model.ItemID, coming []model.ItemRange, all bool) (judged, error) {
	points := pointsOf(items, asOfAll)
	traces, err := s.Custody.Traces(ctx, points)
	if err != nil {
		return judged{}, err
	}
	j := judged{outcomes: make(map[model.ItemID]model.ReceiptOutcome, len(items)), traces: make(map[model.ItemID]custody.Trace, len(items))}
	for _, p := range points {
		j.traces[p.Item] = traces[p]
		j.outcomes[p.Item] = outcomeOf(d, traces[p], coming)
	}
	var goods []model.ItemRange
	if all {
		goods = slices.Clone(coming)
	}
	for item, outcome := range j.outcomes {
		if outcome != model.ReceiptExpected && outcome != model.ReceiptSurplus || all && outcome == model.ReceiptExpected {
			continue
		}
		named := func(container model.ItemID) bool { return j.outcomes[container] != 0 }
		if !slices.ContainsFunc(j.traces[item].Chain[1:], named) {
			goods = append(goods, model.One(item))
		}
	}
	j.received = s.Code.ByBatch(model.MergeRanges(goods))
	return j, nil
}

// outcomeOf is what becomes of a thing that stands as a trace says. Pure.
func outcomeOf(d model.GoodsDelivery, t custody.Trace, coming []model.ItemRange) model.ReceiptOutcome {
	outermost := t.Chain[len(t.Chain)-1]
	switch {
	case t.InTransit == d.ToOrg && among(coming, outermost):
		return model.ReceiptExpected
	case t.Holder == d.ToOrg:
		return model.ReceiptKnown
	case t.Receivable():
		return model.ReceiptSurplus
	}
	return model.ReceiptRefused
}

// among tells whether sorted, disjoint runs hold an item.
func among(runs []model.ItemRange, item model.ItemID) bool {
	_, found := slices.BinarySearchFunc(runs, item, place)
	return found
}

// place is where a run lies beside an item, for searching: 0 when it holds it.
func place(r model.ItemRange, item model.ItemID) int {
	switch {
	case r.To <= item:
		return -1
	case r.From > item:
		return 1
	}
	return 0
}

func pointsOf(items []model.ItemID, at time.Time) []custody.Point {
	points := make([]custody.Point, len(items))
	for i, item := range items {
		points[i] = custody.Point{Item: item, At: at, Held: true}
	}
	return points
}

// stillSo tells whether judged goods stood right before an event as they did when they were
// judged. Custody keeps others from them once it has recorded the event: only then is it
// certain.
func (s *Service) stillSo(ctx context.Context, j judged, items []model.ItemID, e model.CustodyEvent) (bool, error) {
	points := pointsOf(items, e.EventTime.Add(-tick))
	traces, err := s.Custody.Traces(ctx, points)
	return !slices.ContainsFunc(points, func(p custody.Point) bool {
		then, now := j.traces[p.Item], traces[p]
		return now.Holder != then.Holder || now.InTransit != then.InTransit || now.Lost != then.Lost || !slices.Equal(now.Chain, then.Chain)
	}), err
}

// stillComing tells whether goods were on their way to the receiver, each by itself, right
// before an event.
func (s *Service) stillComing(ctx context.Context, d model.GoodsDelivery, goods []model.ItemRange, e model.CustodyEvent) (bool, error) {
	standing, err := s.Custody.Standing(ctx, goods, e.EventTime.Add(-tick))
	return !slices.ContainsFunc(standing, func(g custody.Standing) bool { return g.InTransit != d.ToOrg || g.Parent != 0 }), err
}
