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
	Goods []model.ItemRange
	// Packed is what went into what, of a pack; of an unpack, what came out of what.
	Packed []Contents
}

// Tell goes through the applied events about a batch's goods, and about the containers that
// they were ever in, in order of time. It ends with the first error of visit.
func (s *Service) Tell(ctx context.Context, b *code.Batch, visit func(Told) error) error {
	goods, err := s.withContainers(ctx, b)
	if err != nil {
		return err
	}
	steps, err := s.store.eventsOver(ctx, s.bounds(goods))
	if err != nil {
		return err
	}
	for _, e := range inOrder(steps) {
		if e.State != model.EventApplied {
			continue
		}
		told, err := s.told(ctx, e, goods)
		if err == nil {
			err = visit(told)
		}
		if err != nil {
			return err
		}
	}
	return nil
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

// told adds to a step of the log what went into what, or came out of it.
func (s *Service) told(ctx context.Context, e step, goods []model.ItemRange) (Told, error) {
	t := Told{CustodyEvent: e.CustodyEvent}
	for _, r := range e.ranges {
		t.Goods = append(t.Goods, model.ItemRange{From: r.FromItem, To: r.ToItem})
	}
	t.Goods = model.MergeRanges(t.Goods)
	switch e.Kind {
	case model.Pack:
		for _, r := range e.ranges {
			if items := (model.ItemRange{From: r.FromItem, To: r.ToItem}); r.Parent != 0 {
				t.Packed = append(t.Packed, linkOf(r).contents(items, linkOf(r).containers(items))...)
			}
		}
		scattered, err := s.scatteredBy(ctx, e, goods)
		t.Packed = append(t.Packed, scattered...)
		return t, err
	case model.Unpack:
		packed, err := s.packedBefore(ctx, t.Goods, e.EventTime)
		t.Packed = packed
		return t, err
	}
	return t, nil
}

// scatteredBy is what an event has put into containers in no order, as far as it is among
// goods.
func (s *Service) scatteredBy(ctx context.Context, e step, goods []model.ItemRange) ([]Contents, error) {
	if !s.codes.AnyScattered() {
		return nil, nil
	}
	var packed []Contents
	for _, r := range e.ranges {
		if r.FromItem.Level() == model.LevelUnit {
			continue
		}
		containers := model.ItemRange{From: r.FromItem, To: r.ToItem}
		rows, err := s.store.contentsRows(ctx, containers)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.EventID != e.ID || !slices.ContainsFunc(goods, func(g model.ItemRange) bool { return g.Contains(row.Base) }) {
				continue
			}
			holds := map[model.ItemID][]model.ItemID{}
			readContents(row, containers, holds)
			for _, container := range slices.Sorted(maps.Keys(holds)) {
				for _, item := range holds[container] {
					packed = append(packed, Contents{Items: model.One(item), Into: model.One(container), PerParent: 1})
				}
			}
		}
	}
	return packed, nil
}

// packedBefore is how goods were packed right before a moment.
func (s *Service) packedBefore(ctx context.Context, goods []model.ItemRange, at time.Time) ([]Contents, error) {
	c := s.newChart(at.Add(-time.Microsecond))
	homes, err := s.homes(ctx, goods)
	if err != nil {
		return nil, err
	}
	maps.Copy(c.homes, homes)
	if c.links.spans, err = s.store.linksAt(ctx, goods, c.at); err != nil {
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
