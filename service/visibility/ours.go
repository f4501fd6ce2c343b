package visibility

import (
	"context"
	"errors"
	"slices"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// keyOfCaptured begins the keys of custody events that were made of captured ones: these are
// told as they came, and not again.
const keyOfCaptured = "epcis/"

// says tells whether a query asks for what is said in a way.
func (q Query) says(s saying) bool {
	for _, filter := range []struct {
		values []string
		said   string
	}{{q.Types, s.kind}, {q.Actions, s.action}, {bareAll(q.BizSteps), s.bizStep}, {bareAll(q.Dispositions), s.disposition}} {
		if len(filter.values) > 0 && !slices.Contains(filter.values, filter.said) {
			return false
		}
	}
	return true
}

// sorts are the sorts of custody events of which a query asks for something; at are the
// organisations at whose places they happened, nil for all.
func (q Query) sorts(at []model.OrgID) (sorts []custody.Sort) {
	add := func(sort custody.Sort) {
		said := sayingOf(model.CustodyEvent{Kind: sort.Kind, For: sort.For, Loss: sort.Loss})
		if !q.says(said) && (sort.Kind != model.Commission || !q.says(sayings[model.Pack])) { // which a formula packs, too
			return
		}
		if said.at(model.CustodyEvent{FromOrg: 1}) != 0 {
			sort.From = at
		} else {
			sort.To = at
		}
		sorts = append(sorts, sort)
	}
	for kind := model.Commission; kind < model.Destroy; kind++ {
		add(custody.Sort{Kind: kind})
	}
	for loss := model.LossUnsaid; loss <= model.LossConsumed; loss++ {
		add(custody.Sort{Kind: model.Destroy, Loss: loss})
	}
	for use := model.ForSale; use <= model.ForGift; use++ {
		add(custody.Sort{Kind: model.Designate, For: use})
	}
	return sorts
}

// own is a page's custody events, with what of them is asked for.
type own struct {
	events []custody.Told
	wishes []wish
	next   *mark // where to go on; nil at the end
}

// own finds custody events from a mark on.
func (s *Service) own(ctx context.Context, q Query, from mark) (found own, err error) {
	past, some, err := s.past(ctx, q, from)
	if err != nil || !some {
		return found, err
	}
	if past.IDs, found.wishes, err = s.wishes(ctx, q); err != nil {
		return found, err
	}
	past.Only = len(found.wishes) > 0
	events, next, err := s.Custody.History(ctx, past)
	if err != nil {
		return found, err
	}
	if next != nil {
		found.next = &mark{at: next.At, source: fromUs, id: int64(next.ID)}
	}
	if found.events, err = s.Custody.Tell(ctx, events); err != nil {
		return found, err
	}
	if n := len(found.events); n < len(events) { // the others are too much at once
		found.next = &mark{at: events[n].EventTime, source: fromUs, id: int64(events[n].ID)}
	}
	return found, nil
}

// past is a query as custody understands it; some is false when none of its events can be meant.
func (s *Service) past(ctx context.Context, q Query, from mark) (p custody.Past, some bool, err error) {
	var at []model.OrgID
	for _, name := range q.ReadPoints {
		org, err := s.orgOf(ctx, name)
		if errors.Is(err, ErrUnknownParty) || errors.Is(err, channel.ErrUnknownOrg) {
			continue
		}
		if err != nil {
			return p, false, err
		}
		at = append(at, org)
	}
	p = custody.Past{
		Sorts: q.sorts(at), Before: q.Before, RecordedSince: q.RecordedSince, RecordedBefore: q.RecordedBefore,
		Unkeyed: keyOfCaptured, Limit: q.Limit + 1,
	}
	start, id := from.in(fromUs)
	if p.From = (custody.Mark{At: start, ID: model.EventID(id)}); start.Before(clock.Normal(q.Since)) {
		p.From = custody.Mark{At: clock.Normal(q.Since)}
	}
	return p, len(p.Sorts) > 0 && len(at) >= min(1, len(q.ReadPoints)), nil
}

// wishes is what objects a query asks for, and which custody events may name them, as every one
// of its filters wants.
func (s *Service) wishes(ctx context.Context, q Query) (ids []model.EventID, wishes []wish, err error) {
	for _, filter := range []struct {
		names     []string
		contained bool
	}{{q.EPCs, false}, {q.Any, true}} {
		if len(filter.names) == 0 {
			continue
		}
		items, err := s.known(ctx, filter.names)
		if err != nil {
			return nil, nil, err
		}
		m, err := s.Custody.Mentions(ctx, items, filter.contained)
		if err != nil {
			return nil, nil, err
		}
		w := wish{items: model.RangesOf(items), around: m.Homes}
		if filter.contained {
			w.parents = w.items
			w.around = model.MergeRanges(append(w.around, w.items...))
		}
		wishes = append(wishes, w)
		if len(wishes) == 1 {
			ids = m.Events
			continue
		}
		ids = slices.DeleteFunc(ids, func(id model.EventID) bool {
			_, also := slices.BinarySearch(m.Events, id)
			return !also
		})
	}
	return ids, wishes, nil
}

// known are the items that identifiers name, and the things that they are; others are left out.
func (s *Service) known(ctx context.Context, names []string) ([]model.ItemID, error) {
	var items []model.ItemID
	for _, name := range names {
		item, err := s.itemOf(ctx, name)
		if errors.Is(err, ErrUnknownGoods) {
			continue
		}
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	things, err := s.Custody.Canonical(ctx, items)
	return slices.Concat(items, things), err
}
