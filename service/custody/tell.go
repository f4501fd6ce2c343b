package custody

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
)

// Told is an event of the log with what it was about.
type Told struct {
	model.CustodyEvent
	Goods []model.ItemRange // sorted, disjoint
	// Packed is what went into what, of a pack, but for what a line packed in no order.
	Packed []Contents
	// Filled are the containers that a line may have filled with that: see Scattered.
	Filled []model.ItemRange
}

// About returns the applied events about a batch's goods, and about the containers that they
// were ever in, in order of time; and what these goods and containers are, sorted and disjoint.
func (s *Service) About(ctx context.Context, b *code.Batch) ([]model.CustodyEvent, []model.ItemRange, error) {
	goods, err := s.withContainers(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	ids, err := s.store.touching(ctx, s.bounds(goods))
	if err != nil {
		return nil, nil, err
	}
	events, err := s.store.eventsByID(ctx, ids)
	events = slices.DeleteFunc(events, func(e model.CustodyEvent) bool { return e.State != model.EventApplied })
	slices.SortFunc(events, byTime)
	return events, goods, err
}

// mostTold is how many ranges of events are told at once.
const mostTold = 20_000

// Tell says what events were about: the first of them, one at least, whose ranges are few
// enough to be held at once. Two queries.
func (s *Service) Tell(ctx context.Context, events []model.CustodyEvent) ([]Told, error) {
	ids := make([]model.EventID, min(len(events), storeChunk))
	for i := range ids {
		ids[i] = events[i].ID
	}
	sizes, err := s.store.sizes(ctx, ids)
	if err != nil {
		return nil, err
	}
	n := 0
	for held := 0; n < len(ids) && (n == 0 || held+sizes[ids[n]] <= mostTold); n++ {
		held += sizes[ids[n]]
	}
	ranges, err := s.store.rangesByEvent(ctx, ids[:n])
	told := make([]Told, n)
	for i, e := range events[:n] {
		told[i] = s.told(step{CustodyEvent: e, ranges: ranges[e.ID]})
	}
	return told, err
}

// told sorts what a step of the log was about.
func (s *Service) told(e step) Told {
	t := Told{CustodyEvent: e.CustodyEvent}
	for _, r := range e.ranges {
		items := model.ItemRange{From: r.FromItem, To: r.ToItem}
		t.Goods = append(t.Goods, items)
		if e.Kind == model.Pack && r.Parent != 0 {
			t.Packed = append(t.Packed, linkOf(r).contents(items, linkOf(r).containers(items))...)
		}
	}
	t.Goods = model.MergeRanges(t.Goods)
	if e.Kind == model.Pack && lineOf(e.Key) != "" && s.codes.AnyScattered() {
		t.Filled = slices.DeleteFunc(model.MergeRanges(goodsOf(e.ranges)), func(r model.ItemRange) bool { return r.From.Level() == model.LevelUnit })
	}
	return t
}

// scatteredWindow is how many containers are looked into at once.
const scatteredWindow = 64

// Scattered looks for what an event packed in no order into containers of a run, from its first
// on, and answers for the first of them that it comes to and some after that. rest is where to
// go on; empty at the end.
func (s *Service) Scattered(ctx context.Context, e model.EventID, containers model.ItemRange) (inside map[model.ItemID][]model.ItemID, rest model.ItemRange, err error) {
	inside = map[model.ItemID][]model.ItemID{}
	for rest = containers; rest.From < rest.To && len(inside) == 0; {
		window := model.ItemRange{From: rest.From, To: min(rest.To, rest.From+scatteredWindow)}
		rest.From = window.To
		rows, err := s.store.contentsBy(ctx, e, window)
		if err != nil {
			return nil, rest, err
		}
		for _, row := range rows {
			readContents(row, window, inside)
		}
		if len(rows) > 0 || rest.From == rest.To { // one of the rows may reach further
			continue
		}
		if rest.From, err = s.store.contentsAfter(ctx, e, rest); err != nil {
			return nil, rest, err
		}
	}
	return inside, rest, nil
}

// withContainers is a batch's goods and all that they were ever packed into, sorted and
// disjoint.
func (s *Service) withContainers(ctx context.Context, b *code.Batch) ([]model.ItemRange, error) {
	goods := make([]model.ItemRange, len(b.Levels))
	for i, l := range b.Levels {
		goods[i] = l.ItemRange
	}
	goods = model.MergeRanges(goods)
	for open := goods; len(open) > 0; {
		above, err := s.everAbove(ctx, open)
		if err != nil {
			return nil, err
		}
		open = nil
		for _, r := range model.MergeRanges(above) {
			open = append(open, r.Without(goods)...)
		}
		goods = model.MergeRanges(append(open, goods...))
	}
	return goods, nil
}

// everAbove is what goods were ever packed into, directly and as was told.
func (s *Service) everAbove(ctx context.Context, goods []model.ItemRange) ([]model.ItemRange, error) {
	above, err := s.store.putInto(ctx, s.bounds(goods))
	if err != nil {
		return nil, err
	}
	homes := map[model.ItemID]bool{}
	for _, r := range s.codes.ByBatch(goods) {
		if !s.scattered(r.From) {
			continue
		}
		if err := s.store.eachHome(ctx, r, func(_, home model.ItemID) { homes[home] = true }); err != nil {
			return nil, err
		}
	}
	delete(homes, 0)
	for home := range homes {
		above = append(above, model.One(home))
	}
	return above, nil
}

// TakenOut is what came out of what by an unpack.
func (s *Service) TakenOut(ctx context.Context, t Told) ([]Contents, error) {
	return s.packedBefore(ctx, s.codes.ByBatch(t.Goods), t.EventTime)
}

// packedBefore is how goods were packed right before a moment.
func (s *Service) packedBefore(ctx context.Context, goods []model.ItemRange, at time.Time) ([]Contents, error) {
	c := s.newChart(at.Add(-time.Microsecond))
	homes, err := s.homes(ctx, goods)
	if err != nil {
		return nil, err
	}
	maps.Copy(c.homes, homes)
	if c.links.spans, err = s.store.linksAt(ctx, coalesce(goods), c.at); err != nil {
		return nil, err
	}
	var packed []Contents
	for _, r := range goods {
		for _, p := range c.packings(r) {
			if p.link.parent != 0 {
				packed = append(packed, p.link.contents(p.items, p.link.containers(p.items))...)
			}
		}
	}
	return packed, nil
}
