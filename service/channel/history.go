package channel

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// What a history tells of.
const (
	PastSupplier  = "supplier"
	PastTerritory = "territory"
	PastLogistics = "logistics"
	PastMember    = "member"
)

// Past is something that was believed of an organisation: when it held in the world, and when
// we believed it.
type Past struct {
	ID       int64
	What     string
	Line     string         // of a supplier or a territory
	Supplier model.OrgID    // of a supplier
	Prefix   string         // of a territory
	Equipped bool           // of logistics
	Person   model.PersonID // of a member
	Role     model.Role     // of a member
	model.Period
}

// History pages through all that was believed of an organisation, newest belief first, before
// an id (0: from the newest). what narrows it to one sort, current to what is believed still.
// Error: ErrUnknownOrg.
func (s *Service) History(ctx context.Context, org model.OrgID, what string, current bool, before int64, limit int) ([]Past, error) {
	if _, err := s.GetOrg(ctx, org); err != nil {
		return nil, err
	}
	page := historyPage{org: org, current: current, before: before, limit: limit}
	var all []Past
	for _, part := range []struct {
		what string
		read func(context.Context, historyPage) ([]Past, error)
	}{{PastSupplier, s.store.pastSuppliers}, {PastTerritory, s.store.pastTerritories}, {PastLogistics, s.store.pastLogistics}, {PastMember, s.store.pastMembers}} {
		if what != "" && what != part.what {
			continue
		}
		rows, err := part.read(ctx, page)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	// Ids grow with time, whatever the table.
	slices.SortFunc(all, func(a, b Past) int { return cmp.Compare(b.ID, a.ID) })
	return all[:min(limit, len(all))], nil
}
