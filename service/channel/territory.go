package channel

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/internal/geo"
	"channelrouter/model"
)

// ErrUnknownTerritory: the organisation has no such territory any more.
var ErrUnknownTerritory = errs.New(errs.NotFound, "channel.unknown_territory", "the organisation has no such territory then", "list its territories: it may have been ended already")

// TerritoryQuery narrows territories down. Empty fields narrow nothing.
type TerritoryQuery struct {
	Prefix string // those in it, and those that it is in
	Line   *string
	Org    model.OrgID
	At     time.Time
}

// matches tells whether a territory is asked for. Pure.
func (q TerritoryQuery) matches(t model.Territory) bool {
	return validAt(t.Period, q.At) && (q.Org == 0 || t.OrgID == q.Org) && (q.Line == nil || onLine(t, *q.Line)) &&
		(q.Prefix == "" || strings.HasPrefix(t.Prefix, q.Prefix) || strings.HasPrefix(q.Prefix, t.Prefix))
}

// onLine tells whether a territory speaks for a product line.
func onLine(t model.Territory, line string) bool { return t.Line == "" || t.Line == line }

// FindTerritories returns the territories that a query asks for, in the order of their
// divisions: some thousand at most, of a channel of hundreds of distributors.
func (s *Service) FindTerritories(ctx context.Context, q TerritoryQuery) ([]model.Territory, error) {
	rows, err := s.store.territoriesIn(ctx, q)
	rows = slices.DeleteFunc(rows, func(t model.Territory) bool { return !q.matches(t) })
	slices.SortFunc(rows, func(a, b model.Territory) int {
		return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID))
	})
	return rows, err
}

// Overlap is an area that two distributors have at the same time for the same product line:
// the inner's, which lies in the outer's or is the same. Of an area within another the
// narrower counts; the same area of two is nobody's (TerritoryHolder).
type Overlap struct{ Outer, Inner model.Territory }

// Same tells whether two have the very same area.
func (o Overlap) Same() bool { return o.Outer.Prefix == o.Inner.Prefix }

// Overlaps finds where territories lie in each other, in memory: those of the same area first.
func (s *Service) Overlaps(ctx context.Context, q TerritoryQuery) ([]Overlap, error) {
	rows, err := s.FindTerritories(ctx, q)
	return overlapsOf(rows), err
}

// overlapsOf compares each territory with those that may hold it: of at most three lengths of
// prefix, so that it takes time for what overlaps, and not for all pairs. Pure.
func overlapsOf(rows []model.Territory) []Overlap {
	at := map[string][]model.Territory{}
	for _, t := range rows {
		at[t.Prefix] = append(at[t.Prefix], t)
	}
	var found []Overlap
	for _, inner := range rows {
		for n := 2; n <= len(inner.Prefix); n += 2 {
			for _, outer := range at[inner.Prefix[:n]] {
				if outer.OrgID == inner.OrgID || outer.Line != "" && inner.Line != "" && outer.Line != inner.Line ||
					outer.Prefix == inner.Prefix && outer.ID >= inner.ID { // each pair once
					continue
				}
				found = append(found, Overlap{outer, inner})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Overlap) int {
		switch {
		case a.Same() == b.Same():
			return 0
		case a.Same():
			return -1
		}
		return 1
	})
	return found
}

// HeldArea is who has a division, and who has parts of it.
type HeldArea struct {
	Division geo.Division
	Holders  []model.Territory // the narrowest that hold all of it; several quarrel
	Parts    []model.Territory // of areas within it
}

// HeldAreas tells of each division who has it for a product line at a time, for a map.
func (s *Service) HeldAreas(ctx context.Context, divisions []geo.Division, q TerritoryQuery) ([]HeldArea, error) {
	rows, err := s.FindTerritories(ctx, q)
	areas := make([]HeldArea, len(divisions))
	for i, d := range divisions {
		areas[i] = heldArea(d, rows)
	}
	return areas, err
}

func heldArea(d geo.Division, rows []model.Territory) HeldArea {
	area := HeldArea{Division: d}
	own, _ := geo.Prefix(d.Code)
	for _, t := range rows {
		switch {
		case own == "":
		case strings.HasPrefix(own, t.Prefix):
			if len(area.Holders) > 0 && len(area.Holders[0].Prefix) < len(t.Prefix) {
				area.Holders = nil
			}
			area.Holders = append(area.Holders, t) // rows come by prefix: the wider before
		case strings.HasPrefix(t.Prefix, own):
			area.Parts = append(area.Parts, t)
		}
	}
	return area
}

// EndTerritory ends a territory of an organisation at a time; one that had not begun by then
// never was. Errors: ErrUnknownOrg, ErrUnknownTerritory.
func (s *Service) EndTerritory(ctx context.Context, org model.OrgID, id int64, at time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.GetOrg(ctx, org); err != nil {
			return err
		}
		if err := s.store.lockOrgs(ctx, []model.OrgID{org}); err != nil {
			return err
		}
		rows, err := s.store.territoriesOf(ctx, []model.OrgID{org})
		if err != nil {
			return err
		}
		at := clock.Normal(at)
		ended := slices.DeleteFunc(since(rows, at), func(t model.Territory) bool { return t.ID != id })
		if len(ended) == 0 {
			return ErrUnknownTerritory.With("id %d", id)
		}
		return endRows(ctx, s, ended, func(t *model.Territory) *int64 { return &t.ID }, at)
	})
}
