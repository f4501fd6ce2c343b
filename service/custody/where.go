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
	// Lost: they are missing or were stolen, and may be found again.
	Lost PlaceKind = "lost"
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
		c := s.newChart(at)
		some, inside, err := s.inNoOrder(ctx, c, s.codes.ByBatch(model.MergeRanges(units)), counts)
		if err != nil {
			return err
		}
		containers := runsOf(inside)
		if err := s.extend(ctx, c, append(slices.Clone(containers), some...)); err != nil {
			return err
		}
		for _, r := range some {
			c.walk(r, func(part model.ItemRange, p Place) { counts[p] += part.Len() })
		}
		for _, r := range containers {
			c.walk(r, func(part model.ItemRange, p Place) {
				for container := part.From; container < part.To; container++ {
					counts[p] += inside[container]
				}
			})
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

// manyHomes is from how many units on, in no order, the homes of a run are read block by block
// and counted, and not looked up for each.
const manyHomes = scatterBlock / 2

// inNoOrder counts, of runs of one batch each, the units of long ones that lie in no order: by
// the containers into which the line packed them, or, of those that are loose, by place. It
// returns what is to be looked at as runs: the others, and what was told of alone.
func (s *Service) inNoOrder(ctx context.Context, c *chart, runs []model.ItemRange, counts map[Place]int64) (
	some []model.ItemRange, inside map[model.ItemID]int64, err error,
) {
	inside = map[model.ItemID]int64{}
	for _, r := range runs {
		if r.Len() < manyHomes || !s.scattered(r.From) {
			some = append(some, r)
			continue
		}
		if err := s.readAt(ctx, c, []model.ItemRange{r}); err != nil {
			return nil, nil, err
		}
		pieces := c.links.pieces(r, c.at)
		var loose []model.ItemRange
		err := s.store.eachHome(ctx, r, func(item, home model.ItemID) {
			if !pieces[0].items.Contains(item) {
				pieces = pieces[1:]
			}
			n := len(loose)
			switch {
			case pieces[0].known && pieces[0].items.From == item:
				some = append(some, pieces[0].items)
			case pieces[0].known:
			case home != 0:
				inside[home]++
			case n > 0 && loose[n-1].To == item:
				loose[n-1].To++
			default:
				loose = append(loose, model.One(item))
			}
		})
		if err != nil {
			return nil, nil, err
		}
		for _, l := range loose {
			c.places(l, func(part model.ItemRange, p Place) { counts[p] += part.Len() })
		}
	}
	return some, inside, nil
}

// runsOf are the keys of a count as runs.
func runsOf(counts map[model.ItemID]int64) []model.ItemRange {
	return model.RangesOf(slices.Collect(maps.Keys(counts)))
}

// newChart is a chart of a moment on which nothing is yet.
func (s *Service) newChart(at time.Time) *chart {
	c := &chart{at: at, homes: map[model.ItemID]model.ItemID{}}
	c.rule = s.ruleWith(c.homes)
	return c
}

// extend reads into a chart the spans of goods, and of all that they are in.
func (s *Service) extend(ctx context.Context, c *chart, goods []model.ItemRange) error {
	for wanted := model.MergeRanges(goods); len(wanted) > 0; {
		if err := s.readAt(ctx, c, wanted); err != nil {
			return err
		}
		homes, err := s.homes(ctx, wanted)
		if err != nil {
			return err
		}
		maps.Copy(c.homes, homes)
		var above []model.ItemRange
		for _, r := range wanted {
			for _, p := range c.packings(r) {
				if p.link.parent != 0 {
					above = append(above, p.link.containers(p.items))
				}
			}
		}
		wanted = model.MergeRanges(above)
	}
	return nil
}

// readAt adds to a chart the spans of runs, sorted and disjoint, that hold at its moment: of
// what lies near each other at once, and of what has been read before not again.
func (s *Service) readAt(ctx context.Context, c *chart, runs []model.ItemRange) error {
	var open []model.ItemRange
	for _, r := range coalesce(runs) {
		open = append(open, r.Without(c.known)...)
	}
	links, err := s.store.linksAt(ctx, open, c.at)
	if err != nil {
		return err
	}
	var holders []span[holding]
	var assignments []span[intent]
	for _, r := range open {
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
	c.known = model.MergeRanges(append(c.known, open...))
	return nil
}
