package custody

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
)

// Contents is a run of items that were in a run of containers: PerParent into each in turn,
// the last perhaps fewer.
type Contents struct {
	Items, Into model.ItemRange
	PerParent   int64
}

// Inside answers what was inside a container at t, down to a depth of levels: runs, those of
// its own contents first, then theirs. It is empty for a unit.
func (s *Service) Inside(ctx context.Context, container model.ItemID, depth int, at time.Time) ([]Contents, error) {
	var all []Contents
	open := []model.ItemRange{model.One(container)}
	for ; depth > 0 && len(open) > 0; depth-- {
		var below []model.ItemRange
		for _, r := range open {
			packed, err := s.packedIn(ctx, r, at)
			if err != nil {
				return nil, err
			}
			all = append(all, packed...)
			for _, p := range packed {
				below = append(below, p.Items)
			}
		}
		open = model.MergeRanges(below)
	}
	return all, nil
}

// UnitsIn answers which units were inside goods at t: those that are units themselves, and
// what the containers among them held.
func (s *Service) UnitsIn(ctx context.Context, goods []model.ItemRange, at time.Time) ([]model.ItemRange, error) {
	var units []model.ItemRange
	for open := model.MergeRanges(goods); len(open) > 0; {
		// From the highest level down: what is among the goods is not opened for its
		// container again.
		top := slices.MaxFunc(open, func(a, b model.ItemRange) int { return cmp.Compare(a.From.Level(), b.From.Level()) }).From.Level()
		var below []model.ItemRange
		for _, r := range open {
			if r.From.Level() == model.LevelUnit {
				units = append(units, r)
				continue
			}
			if r.From.Level() < top {
				below = append(below, r)
				continue
			}
			packed, err := s.packedIn(ctx, r, at)
			if err != nil {
				return nil, err
			}
			for _, p := range packed {
				below = append(below, p.Items)
			}
		}
		open = model.MergeRanges(below)
	}
	return model.MergeRanges(units), nil
}

// packedIn is what was right inside a run of containers at t: by what was told, by the
// batch's formula, and by the table of scattered items, the last two as far as nothing was
// told of an item.
func (s *Service) packedIn(ctx context.Context, containers model.ItemRange, at time.Time) ([]Contents, error) {
	if containers.From.Level() == model.LevelUnit {
		return nil, nil
	}
	told, err := s.store.linksInto(ctx, containers, at)
	if err != nil {
		return nil, err
	}
	var packed []Contents
	for _, t := range told {
		packed = append(packed, t.value.contents(t.items, containers)...)
	}
	unless, err := s.untold(ctx, containers, at)
	return append(packed, unless...), err
}

// contents is what a link puts from a run of items into a run of containers. Items that begin
// in the middle of a container are a part of their own.
func (l link) contents(items, containers model.ItemRange) []Contents {
	into := l.containers(items).Intersect(containers)
	if into.From >= into.To {
		return nil
	}
	items = l.inside(into).Intersect(items)
	first := model.One(into.From)
	head := l.inside(first).Intersect(items)
	if head == items {
		return []Contents{{Items: items, Into: first, PerParent: items.Len()}}
	}
	if head.Len() == l.perParent {
		return []Contents{{Items: items, Into: into, PerParent: l.perParent}}
	}
	rest := model.ItemRange{From: head.To, To: items.To}
	return append([]Contents{{Items: head, Into: first, PerParent: head.Len()}}, l.contents(rest, containers)...)
}

// untold is what formula and table put into containers, without the items that were told of
// alone at t.
func (s *Service) untold(ctx context.Context, containers model.ItemRange, at time.Time) ([]Contents, error) {
	var packed []Contents
	for _, part := range s.codes.ByBatch([]model.ItemRange{containers}) {
		b := s.codes.BatchOf(part.From)
		if b == nil {
			continue
		}
		if children, ok := b.Children(part); ok {
			packed = append(packed, Contents{Items: children, Into: part, PerParent: children.Len() / part.Len()})
		}
	}
	inside, err := s.scatteredIn(ctx, []model.ItemRange{containers})
	if err != nil {
		return nil, err
	}
	for container, items := range inside {
		slices.Sort(items)
		for _, item := range items {
			if n := len(packed); n > 0 && packed[n-1].Into == model.One(container) && packed[n-1].Items.To == item {
				packed[n-1].Items.To++
				packed[n-1].PerParent++
				continue
			}
			packed = append(packed, Contents{Items: model.One(item), Into: model.One(container), PerParent: 1})
		}
	}
	return s.withoutTold(ctx, packed, at)
}

// withoutTold leaves the items out of which a link says at t where they are.
func (s *Service) withoutTold(ctx context.Context, packed []Contents, at time.Time) ([]Contents, error) {
	var left []Contents
	items := make([]model.ItemRange, len(packed))
	for i, p := range packed {
		items[i] = p.Items
	}
	links, err := s.store.linksAt(ctx, coalesce(items), at)
	if err != nil {
		return nil, err
	}
	told := timeline[link]{links}
	for _, p := range packed {
		l := link{parent: p.Into.From, base: p.Items.From, perParent: p.PerParent}
		for _, piece := range told.pieces(p.Items, at) {
			if !piece.known {
				left = append(left, l.contents(piece.items, p.Into)...)
			}
		}
	}
	slices.SortFunc(left, func(a, b Contents) int { return cmp.Compare(a.Items.From, b.Items.From) })
	return left, nil
}

// UnitsOf answers which units an interval of a batch was made of at t: its own, or what its
// containers held. Error: code.ErrIntervalOutside.
func (s *Service) UnitsOf(ctx context.Context, b *code.Batch, i code.Interval, at time.Time) ([]model.ItemRange, error) {
	if units := b.Level(model.LevelUnit); i.Level == nil && units != nil {
		return []model.ItemRange{units.ItemRange}, nil
	}
	goods, err := b.Within(i)
	if err != nil {
		return nil, err
	}
	if i.Level != nil {
		goods = goods[:1] // the interval itself: what is below it there is by the formula
	}
	return s.UnitsIn(ctx, goods, at)
}
