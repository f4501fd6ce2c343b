package contact

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/scan"
)

// findConsumers looks at the next persons, by their primary key.
func (s *Service) findConsumers(ctx context.Context, a Audience, after int64, at time.Time, rows int) (people []model.AnnouncementRecipient, last int64, more bool, err error) {
	appID := s.appID(channel.RoleName(model.RoleConsumer))
	found, lastPerson, more, err := s.rooms.Identity.PeoplePage(ctx, appID, model.PersonID(after), at, rows)
	if err != nil {
		return nil, 0, false, err
	}
	if a.byClaims() {
		if found, err = s.fittingConsumers(ctx, a, found, at); err != nil {
			return nil, 0, false, err
		}
	}
	for _, person := range found {
		people = append(people, model.AnnouncementRecipient{PersonID: person, Role: model.RoleConsumer})
	}
	return people, int64(lastPerson), more, nil
}

// fittingConsumers returns those who claimed, in time and where it counts, something that
// counts.
func (s *Service) fittingConsumers(ctx context.Context, a Audience, people []model.PersonID, at time.Time) ([]model.PersonID, error) {
	claims, err := s.rooms.Scan.Claims(ctx, people, a.claimedSince(at), at)
	if err != nil {
		return nil, err
	}
	if claims, err = s.ofGoods(ctx, a, claims); err != nil {
		return nil, err
	}
	if claims, err = s.ofPlaces(ctx, a, claims, at); err != nil {
		return nil, err
	}
	fitting := map[model.PersonID]bool{}
	for _, c := range claims {
		fitting[c.Person] = true
	}
	return slices.Sorted(maps.Keys(fitting)), nil
}

// ofGoods keeps the claims of the products and lines.
func (s *Service) ofGoods(ctx context.Context, a Audience, claims []scan.Claimed) (kept []scan.Claimed, err error) {
	if len(a.Products)+len(a.Lines) == 0 {
		return claims, nil
	}
	for _, c := range claims {
		batch := s.rooms.Code.BatchOf(c.Item)
		if batch == nil || len(a.Products) > 0 && !slices.Contains(a.Products, batch.ProductID) {
			continue
		}
		if len(a.Lines) > 0 {
			product, err := s.rooms.Catalog.Get(ctx, batch.ProductID)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(a.Lines, product.Line) {
				continue
			}
		}
		kept = append(kept, c)
	}
	return kept, nil
}

// ofPlaces keeps the claims of the regions and organisations: by the district that the
// consumer told, or else the terminal's; and by the terminal that sold what he claimed.
func (s *Service) ofPlaces(ctx context.Context, a Audience, claims []scan.Claimed, at time.Time) (kept []scan.Claimed, err error) {
	if len(a.Regions)+len(a.Organisations) == 0 {
		return claims, nil
	}
	asked := make([]model.ScanID, 0, len(claims))
	for _, c := range claims {
		if len(a.Organisations) > 0 || c.Adcode == "" {
			asked = append(asked, c.Scan)
		}
	}
	terminal, err := s.rooms.Scan.Surfaced(ctx, asked)
	if err != nil {
		return nil, err
	}
	terminals := map[model.OrgID]bool{}
	for _, org := range terminal {
		terminals[org] = true
	}
	orgs, err := s.rooms.Channel.Orgs(ctx, ids(terminals))
	if err != nil {
		return nil, err
	}
	above := map[model.OrgID]map[model.OrgID]bool{}
	if len(a.Organisations) > 0 {
		if above, err = s.rooms.Channel.Above(ctx, ids(terminals), at); err != nil {
			return nil, err
		}
	}
	for _, c := range claims {
		org := terminal[c.Scan]
		if c.Adcode == "" {
			c.Adcode = orgs[org].Adcode
		}
		if a.inRegion(c.Adcode) && (len(a.Organisations) == 0 || a.below(above[org])) {
			kept = append(kept, c)
		}
	}
	return kept, nil
}
