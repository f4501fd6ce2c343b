package custody

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
)

// PlaceKind is how goods stand with an organisation.
type PlaceKind string

const (
	// Held: the organisation has them.
	Held PlaceKind = "held"
	// OnTheWay: they were sent to the organisation, which has not received them.
	OnTheWay PlaceKind = "in_transit"
	// Destroyed: they are no more.
	Destroyed PlaceKind = "destroyed"
	// Untold: never commissioned, packed or moved. They may not exist.
	Untold PlaceKind = "never_packed"
)

// Place is where goods are, and for which distributor they are meant (0: for nobody).
type Place struct {
	Standing PlaceKind
	Org      model.OrgID // who holds them, or will; 0 of what is destroyed or untold
	Assigned model.OrgID
}

// Whereabouts are how many units are at a place.
type Whereabouts struct {
	Place
	Units int64
}

// WhereIs answers where units were at t: counts by place, the most first. It reads the spans
// of the goods and of their containers by ranges and lays them over each other in memory, so
// that it costs by the shipments and the line's minutes, not by the units. Only of units that
// lie in no order each one's container is read, five bytes a unit.
func (s *Service) WhereIs(ctx context.Context, units []model.ItemRange, at time.Time) ([]Whereabouts, error) {
	counts := map[Place]int64{}
	err := s.db.Snapshot(ctx, func(ctx context.Context) error {
		clear(counts)
		units := s.codes.ByBatch(model.MergeRanges(units))
		c := &chart{at: at, rule: s.rule}
		if err := s.extend(ctx, c, units); err != nil {
			return err
		}
		for _, r := range units {
			if !s.scattered(r.From) {
				c.walk(r, func(part model.ItemRange, p Place) { counts[p] += part.Len() })
				continue
			}
			if err := s.countUnordered(ctx, c, r, counts); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := make([]Whereabouts, 0, len(counts))
	for p, n := range counts {
		all = append(all, Whereabouts{Place: p, Units: n})
	}
	slices.SortFunc(all, func(a, b Whereabouts) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Standing, b.Standing),
			cmp.Compare(a.Org, b.Org), cmp.Compare(a.Assigned, b.Assigned))
	})
	return all, nil
}

// extend reads into a chart the spans of goods, sorted and disjoint, and of all that they are
// in.
func (s *Service) extend(ctx context.Context, c *chart, goods []model.ItemRange) error {
	for wanted := goods; len(wanted) > 0; {
		var open []model.ItemRange
		for _, r := range wanted {
			open = append(open, r.Without(c.known)...)
		}
		if err := s.readAt(ctx, c, open); err != nil {
			return err
		}
		c.known = model.MergeRanges(append(c.known, open...))
		var above []model.ItemRange
		for _, r := range open {
			for _, p := range c.packings(r) {
				if p.link.parent != 0 {
					above = append(above, p.link.containers(p.items))
				}
			}
		}
		wanted = coalesce(above)
	}
	return nil
}

// readAt adds to a chart the spans of runs, sorted and disjoint, that hold at its moment.
func (s *Service) readAt(ctx context.Context, c *chart, runs []model.ItemRange) (err error) {
	var links []span[link]
	var holders []span[holding]
	var assignments []span[model.OrgID]
	for _, r := range runs {
		if links, err = read(s.store.holdingAt(ctx, "link_spans", r, c.at), links, linkSpan); err != nil {
			return err
		}
		if holders, err = read(s.store.holdingAt(ctx, "holder_spans", r, c.at), holders, holderSpan); err != nil {
			return err
		}
		if assignments, err = read(s.store.holdingAt(ctx, "assignment_spans", r, c.at), assignments, assignmentSpan); err != nil {
			return err
		}
	}
	c.links.add(links)
	c.holders.add(holders)
	c.assignments.add(assignments)
	return nil
}

// rule is how a batch packs its items from one on, as a link, and where that ends.
func (s *Service) rule(item model.ItemID) (l link, end model.ItemID) {
	b := s.codes.BatchOf(item)
	if b == nil {
		return link{}, item + 1
	}
	level := b.Level(item.Level())
	first, packed := b.Parent(level.From)
	if !packed {
		return link{}, level.To
	}
	return link{parent: first, base: level.From, perParent: level.PerParent}, level.To
}

// countUnordered counts the units of a run that lie in no order: each has its container's
// place, unless something was told of it alone.
func (s *Service) countUnordered(ctx context.Context, c *chart, r model.ItemRange, counts map[Place]int64) error {
	inside := map[model.ItemID]int64{}
	for _, p := range c.links.pieces(r, c.at) {
		if p.known {
			c.walk(p.items, func(part model.ItemRange, place Place) { counts[place] += part.Len() })
			continue
		}
		packed, err := s.store.countHomes(ctx, p.items, inside)
		if err != nil {
			return err
		}
		if loose := p.items.Len() - packed; loose > 0 {
			counts[Place{Standing: Untold}] += loose
		}
	}
	containers := make([]model.ItemRange, 0, len(inside))
	for _, container := range slices.Sorted(maps.Keys(inside)) {
		containers = append(containers, model.One(container))
	}
	containers = model.MergeRanges(containers)
	if err := s.extend(ctx, c, coalesce(containers)); err != nil {
		return err
	}
	for _, run := range containers {
		c.walk(run, func(part model.ItemRange, place Place) {
			for container := part.From; container < part.To; container++ {
				counts[place] += inside[container]
			}
		})
	}
	return nil
}
