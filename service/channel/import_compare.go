package channel

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
)

// changes is what a chunk of rows asks for beyond what is known.
type changes struct {
	create, update []model.Org
	links          []model.OrgLink
	ended          []int64 // territories
	territories    []model.Territory
}

// compare holds rows against what is known of their organisations, says what is to
// become of each row, and what is to be written.
func (s *Service) compare(ctx context.Context, rows []*importRow, known map[string]model.Org) (changes, error) {
	var c changes
	orgs := make(map[string]model.Org, len(rows))
	var ids []model.OrgID
	for _, r := range rows {
		org, exists := known[r.org.Code]
		if earlier, here := orgs[r.org.Code]; here {
			org, exists = earlier, true
		}
		r.status = RowUnchanged
		switch {
		case !exists && r.first != nil: // in a dry run: its first row is in a chunk before
			r.status = RowCreated
		case !exists:
			r.status, org = RowCreated, s.newOrg(r.org)
			c.create = append(c.create, org)
		case org.Name != r.org.Name || org.Adcode != r.org.Adcode:
			r.status, org.Name, org.Adcode = RowUpdated, r.org.Name, r.org.Adcode
			c.update = append(c.update, org)
			ids = append(ids, org.ID)
		default:
			ids = append(ids, org.ID)
		}
		orgs[org.Code] = org
	}
	if err := s.compareLinks(ctx, &c, rows, orgs, known, ids); err != nil {
		return c, err
	}
	return c, s.compareTerritories(ctx, &c, rows, orgs, ids)
}

func (s *Service) compareLinks(ctx context.Context, c *changes, rows []*importRow, orgs, known map[string]model.Org, ids []model.OrgID) error {
	links, err := s.store.linksOf(ctx, ids)
	if err != nil {
		return err
	}
	type supply struct {
		child, parent model.OrgID
		line          string
	}
	periods := map[supply][]model.Period{}
	for _, l := range links {
		key := supply{l.ChildID, l.ParentID, l.Line}
		periods[key] = append(periods[key], l.Period)
	}
	for _, r := range rows {
		if r.parent == "" {
			continue
		}
		parent, here := orgs[r.parent]
		if !here {
			parent = known[r.parent] // id 0 if it is still to be written
		}
		child := orgs[r.org.Code].ID
		if !holdFrom(periods[supply{child, parent.ID, r.supplied}], r.from) {
			r.changed()
			c.links = append(c.links, model.OrgLink{ChildID: child, ParentID: parent.ID, Line: r.supplied, Period: validFrom(r.from)})
		}
	}
	return nil
}

func (s *Service) compareTerritories(ctx context.Context, c *changes, rows []*importRow, orgs map[string]model.Org, ids []model.OrgID) error {
	if !slices.ContainsFunc(rows, func(r *importRow) bool { return len(r.territory) > 0 }) {
		return nil
	}
	territories, err := s.store.territoriesOf(ctx, ids)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, r := range rows {
		if len(r.territory) == 0 {
			continue
		}
		periods := map[string][]model.Period{}
		var own []model.Territory
		for _, t := range territories {
			if t.OrgID == orgs[r.org.Code].ID && t.Line == r.supplied {
				own = append(own, t)
				periods[t.Prefix] = append(periods[t.Prefix], t.Period)
			}
		}
		fresh := slices.DeleteFunc(slices.Clone(r.territory), func(prefix string) bool { return holdFrom(periods[prefix], r.from) })
		for _, old := range own {
			kept := slices.Contains(r.territory, old.Prefix) && !slices.Contains(fresh, old.Prefix)
			if kept || !old.ValidTo.After(r.from) {
				continue
			}
			r.changed()
			c.ended = append(c.ended, old.ID)
			if left, ok := cut(old.Period, r.from, now); ok {
				old.ID, old.Period = s.ids.Next(), left
				c.territories = append(c.territories, old)
			}
		}
		for _, prefix := range fresh {
			r.changed()
			c.territories = append(c.territories, model.Territory{
				ID: s.ids.Next(), OrgID: orgs[r.org.Code].ID, Line: r.supplied, Prefix: prefix, Period: newPeriod(r.from, now),
			})
		}
	}
	return nil
}

// changed notes that a row says something new.
func (r *importRow) changed() {
	if r.status == RowUnchanged {
		r.status = RowUpdated
	}
}

// holdFrom tells whether periods together hold from a moment on for ever.
func holdFrom(periods []model.Period, from time.Time) bool {
	sorted := slices.SortedFunc(slices.Values(periods), func(a, b model.Period) int { return a.ValidFrom.Compare(b.ValidFrom) })
	for _, p := range sorted {
		if validAt(p, from) {
			from = p.ValidTo
		}
	}
	return !from.Before(model.Forever)
}
