package contact

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// The sources of people, in the order in which they are gone through.
const (
	members   uint8 = 1
	consumers uint8 = 2
	exhausted uint8 = 3
)

// cursor is a place in the sources.
type cursor struct {
	source uint8
	place  int64
}

func (a Audience) start() cursor {
	if a.staff() {
		return cursor{source: members}
	}
	return cursor{source: consumers}
}

// find looks at the next rows of a source and returns the people among them who are
// addressed, by person and without repetitions, and where to go on.
func (s *Service) find(ctx context.Context, a Audience, from cursor, at time.Time, rows int) ([]model.AnnouncementRecipient, cursor, error) {
	var people []model.AnnouncementRecipient
	var more bool
	next, err := from, error(nil)
	if from.source == members {
		people, next.place, more, err = s.findMembers(ctx, a, from.place, at, rows)
		if !more {
			next = cursor{source: consumers}
			if !a.has(model.RoleConsumer) {
				next.source = exhausted
			}
		}
	} else {
		people, next.place, more, err = s.findConsumers(ctx, a, from.place, at, rows)
		if !more {
			next = cursor{source: exhausted}
		}
	}
	slices.SortStableFunc(people, func(a, b model.AnnouncementRecipient) int { return int(min(max(a.PersonID-b.PersonID, -1), 1)) })
	people = slices.CompactFunc(people, func(a, b model.AnnouncementRecipient) bool { return a.PersonID == b.PersonID })
	return people, next, err
}

func (s *Service) findMembers(ctx context.Context, a Audience, after int64, at time.Time, rows int) (people []model.AnnouncementRecipient, last int64, more bool, err error) {
	page, last, more, err := s.rooms.Channel.MembersPage(ctx, after, at, rows)
	if err != nil {
		return nil, 0, false, err
	}
	page = slices.DeleteFunc(page, func(m model.Membership) bool { return !a.has(m.Role) })
	fits, err := s.fittingOrgs(ctx, a, page, at)
	for _, m := range page {
		if fits[m.OrgID] {
			people = append(people, model.AnnouncementRecipient{PersonID: m.PersonID, Role: m.Role, OrgID: m.OrgID})
		}
	}
	return people, last, more, err
}

// fittingOrgs tells which of the members' organisations are addressed, in a few queries by
// primary keys and by the links' child.
func (s *Service) fittingOrgs(ctx context.Context, a Audience, page []model.Membership, at time.Time) (map[model.OrgID]bool, error) {
	fits := map[model.OrgID]bool{}
	for _, m := range page {
		fits[m.OrgID] = true
	}
	if len(a.Organisations) > 0 {
		above, err := s.rooms.Channel.Above(ctx, ids(fits), at)
		if err != nil {
			return nil, err
		}
		keep(fits, func(org model.OrgID) bool { return a.below(above[org]) })
	}
	lines, err := s.linesOf(ctx, a)
	if err != nil || len(a.Regions)+len(lines) == 0 {
		return fits, err
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, ids(fits))
	if err != nil {
		return nil, err
	}
	keep(fits, func(org model.OrgID) bool { return a.inRegion(orgs[org].Adcode) })
	if len(lines) == 0 {
		return fits, nil
	}
	var places []channel.Place
	for org := range fits {
		for _, line := range lines {
			places = append(places, channel.Place{Org: org, Line: line, At: at})
		}
	}
	upstreams, err := s.rooms.Channel.Upstreams(ctx, places)
	keep(fits, func(org model.OrgID) bool { // the brand itself has all lines
		return orgs[org].Kind == model.OrgBrand || slices.ContainsFunc(lines, func(line string) bool {
			return upstreams[channel.Place{Org: org, Line: line, At: at}].Distributor != 0
		})
	})
	return fits, err
}

// below tells whether one of the audience's organisations is among those above another.
func (a Audience) below(above map[model.OrgID]bool) bool {
	return slices.ContainsFunc(a.Organisations, func(root model.OrgID) bool { return above[root] })
}

// linesOf are the lines that staff have to be supplied with one of: those of the products,
// which are among the audience's lines if it names any.
func (s *Service) linesOf(ctx context.Context, a Audience) ([]string, error) {
	if len(a.Products) == 0 {
		return a.Lines, nil
	}
	var lines []string
	for _, id := range a.Products {
		product, err := s.rooms.Catalog.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(lines, product.Line) {
			lines = append(lines, product.Line)
		}
	}
	return lines, nil
}

func ids(orgs map[model.OrgID]bool) []model.OrgID { return slices.Sorted(maps.Keys(orgs)) }

func keep(orgs map[model.OrgID]bool, fits func(model.OrgID) bool) {
	maps.DeleteFunc(orgs, func(org model.OrgID, _ bool) bool { return !fits(org) })
}
