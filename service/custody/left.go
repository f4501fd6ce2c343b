package custody

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Left counts the units of each batch that an organisation had and gave back from one moment
// until before another: by a return, by a shipment to the brand or to who stands above it, or
// by a transfer. It is what to take off Arrived.
//
// Of what is meant for a distributor the brand decides. Shipped back, or to another
// distributor, it left when it went, once a return is accepted or a transfer approved; until
// then, and when it is rejected, it has not left. Where the distributor has received it again
// it left too, for that receipt has arrived.
//
// It costs by what the organisation has had since the first moment and how often that moved,
// and by what was ever packed with what left.
func (s *Service) Left(ctx context.Context, org model.OrgID, from, to time.Time) ([]StockLine, error) {
	if err := s.codes.Refresh(ctx); err != nil { // what left may be of a batch just issued
		return nil, err
	}
	gone, err := s.givenBack(ctx, org, clock.Normal(from), clock.Normal(to))
	if err != nil {
		return nil, err
	}
	counts := tally{}
	for _, g := range gone {
		units, err := s.unitsGone(ctx, g)
		if err != nil {
			return nil, err
		}
		s.count(counts, units)
	}
	return counts.lines(), nil
}

// given is goods by an event with which they may have left who gave them.
type given struct {
	model.CustodyEvent
	goods []model.ItemRange
	peer  bool // from a distributor to another
}

// givenBack finds, in order of time, the events with which goods may have left. An item that
// was moved alone has no span of its own from before: it is sought in what was held.
func (s *Service) givenBack(ctx context.Context, org model.OrgID, from, to time.Time) ([]given, error) {
	had, err := s.store.hadBetween(ctx, org, from, to)
	if err != nil {
		return nil, err
	}
	goods, err := s.everIn(ctx, had)
	if err != nil {
		return nil, err
	}
	byEvent := map[model.EventID]*given{}
	for _, r := range coalesce(goods) {
		rows, err := s.store.movedBy(ctx, org, r, from, to)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if byEvent[row.ID] == nil {
				byEvent[row.ID] = &given{CustodyEvent: row.CustodyEvent}
			}
			byEvent[row.ID].goods = append(byEvent[row.ID].goods, model.ItemRange{From: row.FromItem, To: row.ToItem})
		}
	}
	return s.back(ctx, org, byEvent)
}

// everIn is goods, and what was ever packed into them, at any level.
func (s *Service) everIn(ctx context.Context, goods []model.ItemRange) ([]model.ItemRange, error) {
	all := goods
	for open := goods; len(open) > 0; {
		open = slices.DeleteFunc(slices.Clone(open), func(r model.ItemRange) bool { return r.From.Level() == model.LevelUnit })
		packed, err := s.store.packedInto(ctx, s.bounds(s.codes.ByBatch(open)))
		if err != nil {
			return nil, err
		}
		open = model.MergeRanges(append(packed, s.childrenByFormula(open...)...))
		all = append(all, open...)
	}
	return all, nil
}

// back is the events that are returns, transfers, or shipments up the channel or aside, in
// order of time.
func (s *Service) back(ctx context.Context, org model.OrgID, events map[model.EventID]*given) ([]given, error) {
	ids := []model.OrgID{org}
	for _, g := range events {
		ids = append(ids, g.ToOrg)
	}
	slices.Sort(ids)
	orgs, err := s.channel.Orgs(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	var all []given
	for _, g := range events {
		is := g.Kind != model.Ship || g.ToOrg == org || orgs[g.ToOrg].Kind == model.OrgBrand
		switch {
		case is:
		case orgs[org].Kind == model.OrgDistributor:
			g.peer = orgs[g.ToOrg].Kind == model.OrgDistributor
			is = g.peer
		case orgs[g.ToOrg].Kind != model.OrgTerminal: // who supplies nobody is above nobody
			if is, err = s.channel.Subtree(ctx, g.ToOrg, org, g.EventTime); err != nil {
				return nil, err
			}
		}
		if is {
			all = append(all, *g)
		}
	}
	slices.SortFunc(all, func(a, b given) int { return cmp.Or(byTime(a.CustodyEvent, b.CustodyEvent), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// unitsGone is the units that left by an event.
func (s *Service) unitsGone(ctx context.Context, g given) ([]model.ItemRange, error) {
	units, err := s.UnitsIn(ctx, g.goods, g.EventTime)
	if err != nil || g.Kind == model.Return {
		return units, err
	}
	family, err := s.family(ctx, units)
	if err != nil {
		return nil, err
	}
	l, err := s.load(ctx, family)
	if err != nil {
		return nil, err
	}
	if g.Kind == model.Transfer {
		return l.heldBy(g.FromOrg, units, g.EventTime.Add(-time.Microsecond)), nil
	}
	arrived, err := s.arrivedBy(ctx, l, g)
	if err != nil {
		return nil, err
	}
	return l.gone(g, units, arrived), nil
}

// arrivedBy is the events by which goods came to who gave them, since then, that Arrived counts.
func (s *Service) arrivedBy(ctx context.Context, l *loaded, g given) (map[model.EventID]bool, error) {
	came := map[model.EventID]bool{}
	for _, held := range l.holders.spans {
		if held.value.org == g.FromOrg && held.from.After(g.EventTime) {
			came[held.event] = false
		}
	}
	ids := make([]model.EventID, 0, len(came))
	for id := range came {
		ids = append(ids, id)
	}
	events, err := s.store.eventsByID(ctx, ids)
	for _, e := range events {
		came[e.ID] = slices.Contains(arriving, e.Kind)
	}
	return came, err
}

// heldBy is what of some items an organisation has at t.
func (s *state) heldBy(org model.OrgID, items []model.ItemRange, t time.Time) (held []model.ItemRange) {
	for _, r := range items {
		for _, h := range s.heldAt(r, t) {
			if h.holding.org == org {
				held = append(held, h.items)
			}
		}
	}
	return held
}

// gone is the units of a shipment of which it is settled by now that they left: they are meant
// for somebody else, or arrived again. To another distributor only what is meant for who gave
// it can leave.
func (s *state) gone(g given, units []model.ItemRange, arrived map[model.EventID]bool) (gone []model.ItemRange) {
	for _, at := range s.changes(g.EventTime) {
		var open []model.ItemRange
		for _, r := range units {
			for _, h := range s.heldAt(r, at) {
				switch {
				case h.meant.org != g.FromOrg && g.peer && at.Equal(g.EventTime):
				case h.meant.org != g.FromOrg:
					gone = append(gone, h.items)
				case h.holding.org != g.FromOrg:
					open = append(open, h.items)
				case arrived[s.heldSince(h, at)]:
					gone = append(gone, h.items)
				}
			}
		}
		units = model.MergeRanges(open)
	}
	return gone
}

// heldSince is the event by which goods are held as they are at t.
func (s *state) heldSince(h held, t time.Time) model.EventID {
	of, _ := s.holders.spanAt(s.outermost(h.items.From, t), t)
	return of.event
}

// changes are a moment and all later ones at which anybody came to have goods, in order: whom
// they are meant for changes with who has them only.
func (s *state) changes(since time.Time) []time.Time {
	all := []time.Time{since}
	for _, held := range s.holders.spans {
		if held.from.After(since) {
			all = append(all, held.from)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}
