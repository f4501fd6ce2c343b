package custody

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
)

// Footprint is an event of an item's trail.
type Footprint struct {
	model.CustodyEvent
	// Through is what the event was about: the item, or a container that it was in then.
	Through model.ItemID
}

// stay is a time in which an item's trail was that of something else, which it was in.
type stay struct {
	item     model.ItemID
	from, to time.Time
}

// Trail answers what happened to an item, in order of event time: what was told of it, of
// what went into it, and of its containers while it was in them. Pending events are there,
// too: they are told, and have not taken place for all of their goods.
func (s *Service) Trail(ctx context.Context, item model.ItemID) ([]Footprint, error) {
	stays, err := s.stays(ctx, item)
	if err != nil {
		return nil, err
	}
	through := map[model.EventID]model.ItemID{}
	var steps []step
	for _, in := range stays {
		told, err := s.store.eventsOver(ctx, s.bounds([]model.ItemRange{model.One(in.item)}))
		if err != nil {
			return nil, err
		}
		if in.item == item {
			filled, err := s.filling(ctx, item)
			if err != nil {
				return nil, err
			}
			told = append(told, filled...)
		}
		for _, e := range told {
			if _, known := through[e.ID]; known || e.EventTime.Before(in.from) || !e.EventTime.Before(in.to) {
				continue
			}
			through[e.ID] = in.item
			steps = append(steps, e)
		}
	}
	trail := make([]Footprint, len(steps))
	for i, e := range inOrder(steps) {
		trail[i] = Footprint{CustodyEvent: e.CustodyEvent, Through: through[e.ID]}
	}
	return trail, nil
}

// stays lists the item itself and the containers that it was ever in, directly or not, with
// the times in which it was. It ends: containers are of higher levels than what is in them.
func (s *Service) stays(ctx context.Context, item model.ItemID) ([]stay, error) {
	all := []stay{{item: item, to: model.Forever}}
	for n := 0; n < len(all); n++ {
		inner := all[n]
		l, err := s.load(ctx, []model.ItemRange{model.One(inner.item)})
		if err != nil {
			return nil, err
		}
		untold := model.Forever // when something is told for the first time of where it is
		for _, sp := range l.links.spans {
			if !sp.items.Contains(inner.item) {
				continue
			}
			if sp.from.Before(untold) {
				untold = sp.from
			}
			if sp.value.parent != 0 {
				all = inner.within(all, sp.value.of(inner.item), sp.from, sp.to)
			}
		}
		if parent, _ := l.formula(inner.item); parent != 0 {
			all = inner.within(all, parent, time.Time{}, untold)
		}
	}
	return all, nil
}

// within adds a container that an item was in for a time, as far as the item counted then.
func (in stay) within(all []stay, container model.ItemID, from, to time.Time) []stay {
	if from.Before(in.from) {
		from = in.from
	}
	if to.After(in.to) {
		to = in.to
	}
	if !from.Before(to) {
		return all
	}
	return append(all, stay{item: container, from: from, to: to})
}

// filling are the events that packed something into a container, and those by which the line
// packed an item that lies in no order, or says that it did: these are pending for the item.
// Voided ones are left out.
func (s *Service) filling(ctx context.Context, item model.ItemID) ([]step, error) {
	ranges, err := s.store.rangesOver(ctx, "parent", s.bounds([]model.ItemRange{model.One(item)})[0])
	if err != nil {
		return nil, err
	}
	var ids []model.EventID
	for _, r := range ranges {
		if linkOf(r).containers(model.ItemRange{From: r.FromItem, To: r.ToItem}).Contains(item) {
			ids = append(ids, r.EventID)
		}
	}
	homes, err := s.homes(ctx, []model.ItemRange{model.One(item)})
	if err != nil {
		return nil, err
	}
	if home := homes[item]; home != 0 {
		rows, err := s.store.contentsRows(ctx, model.One(home))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			holds := map[model.ItemID][]model.ItemID{}
			readContents(row, model.One(home), holds)
			if slices.Contains(holds[home], item) {
				ids = append(ids, row.EventID)
			}
		}
	}
	rivals, err := s.rivalsOf(ctx, []model.ItemID{item})
	if err != nil {
		return nil, err
	}
	var lost []model.EventID
	for _, r := range rivals[item] {
		lost = append(lost, r.event)
	}
	events, err := s.store.eventsByID(ctx, append(ids, lost...))
	steps := make([]step, 0, len(events))
	for _, e := range events {
		if e.State == model.EventVoided { // all that it said of items that lie in no order was lost
			continue
		}
		if slices.Contains(lost, e.ID) {
			e.State = model.EventPending // for this item
		}
		steps = append(steps, step{CustodyEvent: e})
	}
	return steps, err
}
