package channel

import (
	"context"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Place is a question to the graph: an organisation, a product line, a moment.
type Place struct {
	Org  model.OrgID
	Line string
	At   time.Time
}

// Upstream is an organisation's suppliers: the wholesalers between it and its
// distributor, nearest first, and that distributor (0 when the chain is broken).
// A distributor's own upstream is itself.
type Upstream struct {
	Wholesalers []model.OrgID
	Distributor model.OrgID
}

// Upstreams answers for a set of places in as many queries as the channel has tiers.
func (s *Service) Upstreams(ctx context.Context, places []Place) (map[Place]Upstream, error) {
	links := map[model.OrgID][]model.OrgLink{}
	kinds := map[model.OrgID]model.OrgKind{}
	level := make([]model.OrgID, 0, len(places))
	for _, p := range places {
		if p.Org != 0 {
			level = append(level, p.Org)
		}
	}
	for tier := 0; tier < maxTiers && len(level) > 0; tier++ {
		orgs, err := s.store.orgs(ctx, level)
		if err != nil {
			return nil, err
		}
		next := level[:0:0]
		for _, o := range orgs {
			kinds[o.ID] = o.Kind
			if o.Kind == model.OrgTerminal || o.Kind == model.OrgWholesaler {
				next = append(next, o.ID)
			}
		}
		level = level[:0:0]
		if len(next) == 0 {
			break
		}
		found, err := s.store.linksOf(ctx, next)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			links[l.ChildID] = append(links[l.ChildID], l)
			if _, known := kinds[l.ParentID]; !known {
				level = append(level, l.ParentID)
			}
		}
	}
	answers := make(map[Place]Upstream, len(places))
	for _, p := range places {
		answers[p] = climb(p, links, kinds)
	}
	return answers, nil
}

// climb walks from a place to its distributor. Pure.
func climb(p Place, links map[model.OrgID][]model.OrgLink, kinds map[model.OrgID]model.OrgKind) Upstream {
	var up Upstream
	org := p.Org
	for range maxTiers {
		switch kinds[org] {
		case model.OrgDistributor:
			up.Distributor = org
			return up
		case model.OrgWholesaler:
			if org != p.Org {
				up.Wholesalers = append(up.Wholesalers, org)
			}
		}
		parent := supplier(links[org], p.Line, p.At)
		if parent == 0 {
			return up
		}
		org = parent
	}
	return up
}

// supplier picks the link for the line, else the one for every line.
func supplier(links []model.OrgLink, line string, at time.Time) model.OrgID {
	var general model.OrgID
	for _, l := range links {
		if !validAt(l.Period, at) {
			continue
		}
		if l.Line == line {
			return l.ParentID
		}
		if l.Line == "" {
			general = l.ParentID
		}
	}
	return general
}

// Covers tells for each place whether its organisation's territory holds adcode.
// Known is false where the organisation has no territory at all.
type Covers struct{ Known, Inside bool }

// Area is a question about a territory.
type Area struct {
	Place
	Adcode string
}

// Territories answers for a set of areas in one query.
func (s *Service) Territories(ctx context.Context, areas []Area) (map[Area]Covers, error) {
	orgs := make([]model.OrgID, 0, len(areas))
	for _, a := range areas {
		orgs = append(orgs, a.Org)
	}
	answers := make(map[Area]Covers, len(areas))
	if len(orgs) == 0 {
		return answers, nil
	}
	rows, err := s.store.territoriesOf(ctx, orgs)
	if err != nil {
		return nil, err
	}
	for _, a := range areas {
		var c Covers
		for _, t := range rows {
			if t.OrgID != a.Org || !validAt(t.Period, a.At) || (t.Line != "" && t.Line != a.Line) {
				continue
			}
			c.Known = true
			c.Inside = c.Inside || geo.Within(a.Adcode, t.Prefix)
		}
		answers[a] = c
	}
	return answers, nil
}

// TerritoryHolder is the distributor who has a division as his own for a product line at a
// time, by the narrowest territory that holds it; 0 where that is nobody's or several people's.
func (s *Service) TerritoryHolder(ctx context.Context, adcode, line string, at time.Time) (model.OrgID, error) {
	holders, err := s.TerritoryHolders(ctx, adcode, line, []time.Time{at})
	if err != nil {
		return 0, err
	}
	return holders[0], nil
}

// TerritoryHolders is TerritoryHolder at each of some times, in one query.
func (s *Service) TerritoryHolders(ctx context.Context, adcode, line string, times []time.Time) ([]model.OrgID, error) {
	holders := make([]model.OrgID, len(times))
	inner, _ := geo.Prefix(adcode)
	if inner == "" || len(times) == 0 {
		return holders, nil // what is no division is nobody's
	}
	var prefixes []string
	for n := 2; n <= len(inner); n += 2 {
		prefixes = append(prefixes, inner[:n])
	}
	rows, err := s.store.territoriesAt(ctx, prefixes)
	for i, at := range times {
		holders[i] = narrowest(rows, line, at)
	}
	return holders, err
}

// narrowest is who alone has the narrowest of some territories of a division. Pure.
func narrowest(rows []model.Territory, line string, at time.Time) (holder model.OrgID) {
	digits := 0
	for _, t := range rows {
		switch {
		case !validAt(t.Period, at) || t.Line != "" && t.Line != line || len(t.Prefix) < digits:
		case len(t.Prefix) > digits:
			holder, digits = t.OrgID, len(t.Prefix)
		case t.OrgID != holder:
			holder = 0
		}
	}
	return holder
}

// Memberships returns the memberships of people that are valid at t, by person.
func (s *Service) Memberships(ctx context.Context, people []model.PersonID, at time.Time) (map[model.PersonID][]model.Membership, error) {
	rows, err := s.MembershipHistory(ctx, people)
	if err != nil {
		return nil, err
	}
	valid := map[model.PersonID][]model.Membership{}
	for person, list := range rows {
		for _, m := range list {
			if validAt(m.Period, at) {
				valid[person] = append(valid[person], m)
			}
		}
	}
	return valid, nil
}

// MembersOf returns the memberships that are valid in organisations at a time.
func (s *Service) MembersOf(ctx context.Context, orgs []model.OrgID, at time.Time) (map[model.OrgID][]model.Membership, error) {
	members := make(map[model.OrgID][]model.Membership, len(orgs))
	if len(orgs) == 0 {
		return members, nil
	}
	found, err := s.store.membershipsIn(ctx, orgs)
	for _, m := range found {
		if validAt(m.Period, at) {
			members[m.OrgID] = append(members[m.OrgID], m)
		}
	}
	return members, err
}

// MembershipHistory returns all memberships of people as believed now, by person;
// MemberAt picks from it.
func (s *Service) MembershipHistory(ctx context.Context, people []model.PersonID) (map[model.PersonID][]model.Membership, error) {
	all := map[model.PersonID][]model.Membership{}
	if len(people) == 0 {
		return all, nil
	}
	rows, err := s.store.membershipsOf(ctx, people)
	for _, m := range rows {
		all[m.PersonID] = append(all[m.PersonID], m)
	}
	return all, err
}

// MemberAt returns the organisation a person acts for in a role at t, or 0.
func MemberAt(memberships []model.Membership, role model.Role, at time.Time) model.OrgID {
	for _, m := range memberships {
		if m.Role == role && validAt(m.Period, at) {
			return m.OrgID
		}
	}
	return 0
}
