package contact

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// Audience is whom an announcement addresses: people of the roles who fit each of the
// other lists that is not empty. Of staff it is their organisation that fits. Of consumers
// it is something that they claimed: its product, and where they did; consumers are those
// with an account in the consumers' app, and belong to no organisation.
type Audience struct {
	Roles         []string      `json:"roles"`
	Organisations []model.OrgID `json:"organisations,omitempty"` // with all below them
	Regions       []string      `json:"regions,omitempty"`       // adcode prefixes of 2, 4 or 6 digits
	Lines         []string      `json:"lines,omitempty"`         // product lines; "" is the default one
}

// addressed are the roles that are told announcements.
var addressed = []model.Role{model.RoleConsumer, model.RoleGuide, model.RoleTerminal, model.RoleSalesperson, model.RoleDistributor}

const maxChoices = 200

func (s *Service) checkAudience(ctx context.Context, a Audience) error {
	if len(a.Roles) == 0 || len(a.Organisations)+len(a.Regions)+len(a.Lines) > maxChoices {
		return ErrBadAudience.With("%d roles, %d organisations, %d regions, %d lines", len(a.Roles), len(a.Organisations), len(a.Regions), len(a.Lines))
	}
	for _, name := range a.Roles {
		if role, err := channel.ParseRole(name); err != nil || !slices.Contains(addressed, role) {
			return ErrBadAudience.With("role %q", name)
		}
	}
	if a.has(model.RoleConsumer) && len(a.Organisations) > 0 {
		return ErrBadAudience.With("consumers belong to no organisation")
	}
	for _, prefix := range a.Regions {
		if _, known := geo.Find(prefix); !known {
			return ErrBadAudience.With("region %q", prefix)
		}
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, a.Organisations)
	if err != nil {
		return err
	}
	for _, id := range a.Organisations {
		if _, known := orgs[id]; !known {
			return channel.ErrUnknownOrg.With("id %d", id)
		}
	}
	return s.checkLines(ctx, a.Lines)
}

func (s *Service) checkLines(ctx context.Context, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	products, err := s.rooms.Catalog.All(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if !slices.ContainsFunc(products, func(p model.Product) bool { return p.Line == line }) {
			return ErrBadAudience.With("product line %q", line)
		}
	}
	return nil
}

func (a Audience) has(r model.Role) bool { return slices.Contains(a.Roles, channel.RoleName(r)) }

// staff tells whether any other role than consumers is addressed.
func (a Audience) staff() bool { return len(a.Roles) > 1 || !a.has(model.RoleConsumer) }

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

// fittingOrgs tells which of the members' organisations are addressed, in a few queries.
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
		keep(fits, func(org model.OrgID) bool {
			return slices.ContainsFunc(a.Organisations, func(root model.OrgID) bool { return above[org][root] })
		})
	}
	if len(a.Regions)+len(a.Lines) == 0 {
		return fits, nil
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, ids(fits))
	if err != nil {
		return nil, err
	}
	keep(fits, func(org model.OrgID) bool { return a.inRegion(orgs[org].Adcode) })
	if len(a.Lines) == 0 {
		return fits, nil
	}
	var places []channel.Place
	for org := range fits {
		for _, line := range a.Lines {
			places = append(places, channel.Place{Org: org, Line: line, At: at})
		}
	}
	upstreams, err := s.rooms.Channel.Upstreams(ctx, places)
	keep(fits, func(org model.OrgID) bool { // the brand itself has all lines
		return orgs[org].Kind == model.OrgBrand || slices.ContainsFunc(a.Lines, func(line string) bool {
			return upstreams[channel.Place{Org: org, Line: line, At: at}].Distributor != 0
		})
	})
	return fits, err
}

func ids(orgs map[model.OrgID]bool) (all []model.OrgID) {
	for org := range orgs {
		all = append(all, org)
	}
	slices.Sort(all)
	return all
}

func keep(orgs map[model.OrgID]bool, fits func(model.OrgID) bool) {
	for org := range orgs {
		if !fits(org) {
			delete(orgs, org)
		}
	}
}

func (a Audience) inRegion(adcode string) bool {
	return len(a.Regions) == 0 || slices.ContainsFunc(a.Regions, func(prefix string) bool { return geo.Within(adcode, prefix) })
}

func (s *Service) findConsumers(ctx context.Context, a Audience, after int64, at time.Time, rows int) (people []model.AnnouncementRecipient, last int64, more bool, err error) {
	appID := s.appID(channel.RoleName(model.RoleConsumer))
	found, lastPerson, more, err := s.rooms.Identity.PeoplePage(ctx, appID, model.PersonID(after), at, rows)
	if err != nil {
		return nil, 0, false, err
	}
	if len(a.Regions)+len(a.Lines) > 0 {
		if found, err = s.fittingConsumers(ctx, a, found); err != nil {
			return nil, 0, false, err
		}
	}
	for _, person := range found {
		people = append(people, model.AnnouncementRecipient{PersonID: person, Role: model.RoleConsumer})
	}
	return people, int64(lastPerson), more, nil
}

// fittingConsumers returns those who claimed something of the lines in the regions.
func (s *Service) fittingConsumers(ctx context.Context, a Audience, people []model.PersonID) (fitting []model.PersonID, err error) {
	claims, err := s.rooms.Scan.Claims(ctx, people)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		if !a.inRegion(c.Adcode) {
			continue
		}
		if len(a.Lines) > 0 {
			batch := s.rooms.Code.BatchOf(c.Item)
			if batch == nil {
				continue
			}
			product, err := s.rooms.Catalog.Get(ctx, batch.ProductID)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(a.Lines, product.Line) {
				continue
			}
		}
		fitting = append(fitting, c.Person)
	}
	return fitting, nil
}
