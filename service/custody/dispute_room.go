package custody

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
)

// news is what of a telling is to be stored: packs that nothing contradicts, or what follows
// from a dispute.
type news struct {
	missing []Packed
	alone   []model.ItemID // items that get another container, and that events of their own are about
	dispute *dispute       // nil where nothing is contradicted
	settled settled
}

// anything tells whether there is something to store.
func (n news) anything() bool { return len(n.missing) > 0 || n.settled.changes() }

// toldOf finds out what of a telling is to be stored, and settles what it contradicts. A pair
// that contradicts a pair is refused with ErrAlreadyPacked.
func (s *Service) toldOf(ctx context.Context, packs []Packed, t telling) (news, error) {
	u, err := s.unpacked(ctx, packs, t)
	if err != nil || !u.contested {
		return news{missing: u.missing, alone: u.alone}, err
	}
	d, err := s.dispute(ctx, packs, t.source)
	if err == nil && t.pair() {
		err = d.refusesPairs()
	}
	if err != nil {
		return news{}, err
	}
	n := news{dispute: d, settled: d.settle()}
	n.alone, err = s.store.toldAlone(ctx, slices.Collect(maps.Keys(n.settled.homes)))
	return n, err
}

// follow stores what follows from a dispute once that which was told is recorded, and what
// follows from new homes for items that events of their own are about.
func (s *Service) follow(ctx context.Context, cause step, n news) error {
	if n.dispute != nil {
		if err := s.resolve(ctx, n.dispute, n.settled, cause.CustodyEvent); err != nil {
			return err
		}
		if goods := n.dispute.moved(n.settled); len(goods) > 0 {
			if err := s.announce(ctx, cause, goods); err != nil {
				return err
			}
		}
	}
	return s.refold(ctx, cause, n.alone)
}

// dispute gathers all that was told of items and containers of which something else is being
// told, and locks them. Who asks has locked the containers' other goods.
func (s *Service) dispute(ctx context.Context, packs []Packed, from source) (*dispute, error) {
	var taken []int64
	for {
		d, err := s.gather(ctx, packs, from)
		if err != nil {
			return nil, err
		}
		missing := without(blocksOf(d.goods()), taken)
		if len(missing) == 0 {
			return d, nil
		}
		if err := s.store.lockBlocks(ctx, missing); err != nil {
			return nil, err
		}
		taken = slices.Sorted(slices.Values(append(taken, missing...)))
	}
}

func (s *Service) gather(ctx context.Context, packs []Packed, from source) (*dispute, error) {
	d := newDispute(from, slices.Clone(packs))
	var items, containers []model.ItemID
	for i, pack := range d.packs {
		d.packs[i].base = s.baseOf(pack.Items[0])
		items, containers = append(items, pack.Items...), append(containers, pack.Container)
	}
	if err := s.filled(ctx, d, containers); err != nil {
		return nil, err
	}
	for _, container := range containers {
		items = append(items, d.holds[container]...) // which lose it where another has filled it earlier
	}
	var err error
	if d.homes, err = s.store.containersOf(ctx, items); err != nil {
		return nil, err
	}
	if d.rivals, err = s.rivalsOf(ctx, items); err != nil {
		return nil, err
	}
	others := slices.Collect(maps.Values(d.homes))
	for _, rivals := range d.rivals {
		for _, r := range rivals {
			others = append(others, r.container)
		}
	}
	return d, s.filled(ctx, d, others)
}

// goods is all that a dispute is about.
func (d *dispute) goods() []model.ItemRange {
	goods := slices.AppendSeq(slices.Collect(maps.Keys(d.all())), maps.Keys(d.owners))
	for _, pack := range d.packs {
		goods = append(goods, pack.Container)
	}
	return model.RangesOf(goods)
}

// filled adds to a dispute who has filled containers, with what, and the rows that say so.
func (s *Service) filled(ctx context.Context, d *dispute, containers []model.ItemID) error {
	wanted := map[model.ItemID]bool{}
	for _, container := range containers {
		if _, known := d.owners[container]; !known && container != 0 {
			wanted[container] = true
		}
	}
	rows, err := s.store.contentsAround(ctx, model.RangesOf(slices.Collect(maps.Keys(wanted))))
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(row model.ScatteredContents) bool {
		return !speaksOf(row, func(container model.ItemID) bool { return wanted[container] })
	})
	sources, err := s.sourcesOf(ctx, rows)
	if err != nil {
		return err
	}
	for i, row := range rows {
		eachContents(row, func(container model.ItemID, items []byte) {
			if wanted[container] {
				d.owners[container] = owner{source: sources[i], event: row.EventID, later: row.LaterBy, base: row.Base}
				d.holds[container] = append(d.holds[container], itemsIn(items, row.Base)...)
			}
		})
	}
	d.rows = eachOnce(append(d.rows, rows...))
	return nil
}

// sourcesOf says whose rows of contents are.
func (s *Service) sourcesOf(ctx context.Context, rows []model.ScatteredContents) ([]source, error) {
	events, err := s.captures(ctx, eventsOf(rows, func(row model.ScatteredContents) model.EventID { return row.EventID }))
	sources := make([]source, len(rows))
	for i, row := range rows {
		e := events[row.EventID]
		sources[i] = source{at: e.EventTime.Add(time.Duration(row.LaterBy) * time.Microsecond), line: lineOf(e.Key)}
	}
	return sources, err
}

// captures are events by their numbers; a pair is none.
func (s *Service) captures(ctx context.Context, ids []model.EventID) (map[model.EventID]model.CustodyEvent, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id model.EventID) bool { return id == 0 })
	events, err := s.store.eventsByID(ctx, ids)
	byID := make(map[model.EventID]model.CustodyEvent, len(events))
	for _, e := range events {
		byID[e.ID] = e
	}
	return byID, err
}

// rivalsOf returns what was told of items and does not stand, by item.
func (s *Service) rivalsOf(ctx context.Context, items []model.ItemID) (map[model.ItemID][]said, error) {
	rows, err := s.store.rivals(ctx, items)
	if err != nil {
		return nil, err
	}
	events, err := s.captures(ctx, eventsOf(rows, func(row model.ScatteredRival) model.EventID { return row.EventID }))
	rivals := map[model.ItemID][]said{}
	for _, row := range rows {
		rivals[row.Item] = append(rivals[row.Item], said{
			item: row.Item, container: row.Container, event: row.EventID,
			source: source{at: row.PackedAt, line: lineOf(events[row.EventID].Key)},
		})
	}
	return rivals, err
}

// resolve stores what follows from a dispute, when that which was told is stored as an event or
// part of one, or as none for a pair.
func (s *Service) resolve(ctx context.Context, d *dispute, result settled, event model.CustodyEvent) error {
	if err := s.store.rehome(ctx, d.homes, result.homes, s.clock.Now()); err != nil {
		return err
	}
	if err := s.refill(ctx, d, result, event); err != nil {
		return err
	}
	kept := make([]model.ScatteredRival, len(result.rivals))
	for i, r := range result.rivals {
		kept[i] = model.ScatteredRival{Item: r.item, Container: r.container, EventID: r.event, PackedAt: r.at}
		if r.new {
			kept[i].EventID = event.ID
		}
	}
	return s.store.putRivals(ctx, result.dropped, kept)
}

// refill writes anew the rows of contents that speak of containers which hold something else
// now, or are filled by another.
func (s *Service) refill(ctx context.Context, d *dispute, result settled, event model.CustodyEvent) error {
	type group struct {
		event model.EventID
		later int32
	}
	groups := map[group][]filling{}
	changes := func(container model.ItemID) bool { _, changes := result.owners[container]; return changes }
	var old []model.ScatteredContents
	for _, row := range d.rows {
		if !speaksOf(row, changes) {
			continue
		}
		old = append(old, row)
		by := group{row.EventID, row.LaterBy}
		eachContents(row, func(container model.ItemID, items []byte) {
			if !changes(container) {
				groups[by] = append(groups[by], filling{container, row.Base, itemsIn(items, row.Base)})
			}
		})
	}
	for container, o := range result.owners {
		by := group{o.event, o.later}
		if o.new {
			by = group{event.ID, laterBy(d.at, event)}
		}
		parts := s.fillings(container, result.holds[container])
		if len(parts) == 0 { // it is filled all the same
			parts = []filling{{container: container, base: o.base}}
		}
		groups[by] = append(groups[by], parts...)
	}
	var fresh []model.ScatteredContents
	for by, parts := range groups {
		fresh = append(fresh, contentsOf(by.event, by.later, parts)...)
	}
	return s.store.putContents(ctx, old, fresh)
}

// laterBy is by how many microseconds something was packed later than its event.
func laterBy(at time.Time, event model.CustodyEvent) int32 {
	return int32(at.Sub(event.EventTime).Microseconds()) // #nosec G115 -- an event grows for a minute
}

// moved is of what something else is believed once a dispute is settled: items that have moved,
// and the containers between which they have.
func (d *dispute) moved(result settled) []model.ItemRange {
	var goods []model.ItemID
	for item, home := range result.homes {
		goods = append(goods, item)
		for _, container := range []model.ItemID{d.homes[item], home} {
			if container != 0 {
				goods = append(goods, container)
			}
		}
	}
	return model.RangesOf(goods)
}
