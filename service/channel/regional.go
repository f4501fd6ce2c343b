package channel

import (
	"context"

	"channelrouter/model"
)

// Regionals returns who stood between the brand and a place's organisation then, nearest
// first: for a set of places that are distributors, in as many queries as there are levels.
func (s *Service) Regionals(ctx context.Context, places []Place) (map[Place][]model.OrgID, error) {
	links := map[model.OrgID][]model.OrgLink{}
	kinds := map[model.OrgID]model.OrgKind{}
	level := make([]model.OrgID, 0, len(places))
	for _, p := range places {
		if _, asked := kinds[p.Org]; !asked && p.Org != 0 {
			kinds[p.Org] = model.OrgDistributor
			level = append(level, p.Org)
		}
	}
	for tier := 0; tier < maxTiers && len(level) > 0; tier++ {
		found, err := s.store.linksOf(ctx, level)
		if err != nil {
			return nil, err
		}
		level = level[:0:0]
		for _, l := range found {
			links[l.ChildID] = append(links[l.ChildID], l)
			if _, asked := kinds[l.ParentID]; !asked {
				kinds[l.ParentID] = 0 // until its row is read
				level = append(level, l.ParentID)
			}
		}
		if level, err = s.regionalsOf(ctx, level, kinds); err != nil {
			return nil, err
		}
	}
	above := make(map[Place][]model.OrgID, len(places))
	for _, p := range places {
		above[p] = climbRegionals(p, links, kinds)
	}
	return above, nil
}

// regionalsOf puts down the kinds of organisations, and returns the regional ones.
func (s *Service) regionalsOf(ctx context.Context, orgs []model.OrgID, kinds map[model.OrgID]model.OrgKind) ([]model.OrgID, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	rows, err := s.store.orgs(ctx, orgs)
	regional := orgs[:0:0]
	for _, o := range rows {
		if kinds[o.ID] = o.Kind; o.Kind == model.OrgRegional {
			regional = append(regional, o.ID)
		}
	}
	return regional, err
}

// climbRegionals walks from a distributor to the brand. Pure.
func climbRegionals(p Place, links map[model.OrgID][]model.OrgLink, kinds map[model.OrgID]model.OrgKind) (above []model.OrgID) {
	for range maxTiers {
		parent := supplier(links[p.Org], p.Line, p.At)
		if kinds[parent] != model.OrgRegional {
			break
		}
		above, p.Org = append(above, parent), parent
	}
	return above
}
