package message

import (
	"context"

	"channelrouter/model"
)

// crew is the people of organisations.
type crew struct {
	orgs    map[model.OrgID]model.Org
	members map[model.OrgID][]model.Membership
}

func (s *Service) crewOf(ctx context.Context, orgs []model.OrgID) (all crew, err error) {
	if all.orgs, err = s.Channel.Orgs(ctx, orgs); err != nil {
		return all, err
	}
	all.members, err = s.Channel.MembersOf(ctx, orgs, s.clock.Now())
	return all, err
}

// notes are one note, about an organisation, for each of its people of a role.
func (all crew) notes(org model.OrgID, role model.Role, n Note) (notes []Note) {
	n.Role, n.Data["organisation"] = role, all.orgs[org].Name
	for _, m := range all.members[org] {
		if m.Role == role {
			n.Person = m.PersonID
			notes = append(notes, n)
		}
	}
	return notes
}
