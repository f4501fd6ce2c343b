package custody

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// Mentions are the events that may name some items, among them all that do, by number; and into
// which containers a line packed those of the items that lie in no order.
type Mentions struct {
	Events []model.EventID
	Homes  []model.ItemRange
}

// Mentions finds the events that name any of some items as what they are about; of what a
// formula packs, those that brought a container around it into being, too. With contained, it
// finds also those by which something went into one of the items, or came out. Items are found
// by the ranges of events, so what that costs is their own history, and not the log's.
func (s *Service) Mentions(ctx context.Context, items []model.ItemID, contained bool) (Mentions, error) {
	goods := model.RangesOf(items)
	about, err := s.store.naming(ctx, "from_item", s.reach(goods))
	if err != nil {
		return Mentions{}, err
	}
	born, err := s.store.naming(ctx, "from_item", s.reach(s.formulaAbove(goods)), model.Commission)
	if err != nil {
		return Mentions{}, err
	}
	homes, err := s.lineHomes(ctx, goods)
	if err != nil {
		return Mentions{}, err
	}
	packed, _, err := s.linePacked(ctx, homes)
	if err != nil {
		return Mentions{}, err
	}
	m := Mentions{Events: append(eventsOf(append(about, born...), ofRange), packed...), Homes: homes}
	if contained {
		filling, err := s.fillingAny(ctx, goods)
		if err != nil {
			return Mentions{}, err
		}
		m.Events = append(m.Events, filling...)
	}
	slices.Sort(m.Events)
	m.Events = slices.Compact(m.Events)
	return m, nil
}

// fillingAny is the events that put something into containers, and those that took something
// out which was ever put in.
func (s *Service) fillingAny(ctx context.Context, containers []model.ItemRange) ([]model.EventID, error) {
	ranges, err := s.store.naming(ctx, "parent", s.bounds(containers))
	if err != nil {
		return nil, err
	}
	packed, inside, err := s.linePacked(ctx, containers)
	if err != nil {
		return nil, err
	}
	inside = append(inside, s.childrenByFormula(containers...)...)
	for _, r := range ranges { // which only may reach up to a container
		all := model.ItemRange{From: r.FromItem, To: r.ToItem}
		for _, c := range containers {
			if mine := linkOf(r).containers(all).Intersect(c); mine.From < mine.To {
				inside = append(inside, linkOf(r).inside(mine).Intersect(all))
				packed = append(packed, r.EventID)
			}
		}
	}
	out, err := s.store.naming(ctx, "from_item", s.reach(s.codes.ByBatch(model.MergeRanges(inside))), model.Unpack)
	return append(packed, eventsOf(out, ofRange)...), err
}

// linePacked is what a line packed into containers in no order, and by which events.
func (s *Service) linePacked(ctx context.Context, containers []model.ItemRange) (events []model.EventID, items []model.ItemRange, err error) {
	containers = slices.DeleteFunc(slices.Clone(containers), func(r model.ItemRange) bool { return r.From.Level() == model.LevelUnit })
	if len(containers) == 0 || !s.codes.AnyScattered() {
		return nil, nil, nil
	}
	rows, err := s.store.contentsAround(ctx, containers)
	for _, row := range rows {
		inside := map[model.ItemID][]model.ItemID{}
		for _, r := range containers {
			readContents(row, r, inside)
		}
		if len(inside) > 0 {
			events = append(events, row.EventID)
		}
		for _, some := range inside {
			for _, item := range some {
				items = append(items, model.One(item))
			}
		}
	}
	return events, items, err
}

// lineHomes is the containers into which a line packed those of some goods that lie in no order.
func (s *Service) lineHomes(ctx context.Context, goods []model.ItemRange) ([]model.ItemRange, error) {
	var scattered []model.ItemID
	for _, r := range s.codes.ByBatch(goods) {
		for item := r.From; item < r.To && s.scattered(item); item++ {
			scattered = append(scattered, item)
		}
	}
	homes, err := s.store.containersOf(ctx, scattered)
	return model.RangesOf(slices.Collect(maps.Values(homes))), err
}

// formulaAbove is all containers into which formulas pack goods.
func (s *Service) formulaAbove(goods []model.ItemRange) []model.ItemRange {
	var all []model.ItemRange
	for _, r := range s.codes.ByBatch(goods) {
		b := s.codes.BatchOf(r.From)
		for b != nil {
			first, packed := b.Parent(r.From)
			if !packed {
				break
			}
			last, _ := b.Parent(r.To - 1)
			r = model.ItemRange{From: first, To: last + 1}
			all = append(all, r)
		}
	}
	return model.MergeRanges(all)
}

// reach is bounds for runs of one batch; of those in no order each is a range by itself.
func (s *Service) reach(runs []model.ItemRange) []bounded {
	all := s.bounds(runs)
	for i, r := range all {
		if s.scattered(r.From) {
			all[i].floor = r.From
		}
	}
	return all
}

// eventsOf is the events of rows.
func eventsOf[R any](rows []R, event func(R) model.EventID) []model.EventID {
	ids := make([]model.EventID, len(rows))
	for i, row := range rows {
		ids[i] = event(row)
	}
	return ids
}

func ofRange(r model.CustodyEventRange) model.EventID { return r.EventID }
