package staff

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// Sponsor is who looks after an organisation's people: a user of the console, or a person
// in the app of a role.
type Sponsor struct {
	User   model.UserID
	Person model.PersonID
	Role   model.Role
}

// reach finds the organisation that a sponsor wants to look after, 0 for his own, and whom
// he acts for; it refuses what is beyond him. role 0 is any role. Errors: the channel's
// ErrNoMembership, ErrUnknownOrg, ErrOutsideSubtree, ErrBadMembership; ErrMayNotInvite.
func (s *Service) reach(ctx context.Context, sp Sponsor, id model.OrgID, role model.Role) (org model.Org, own model.OrgID, err error) {
	if sp.User == 0 {
		if own, err = s.channel.ActingOrg(ctx, sp.Person, sp.Role); err != nil {
			return model.Org{}, 0, err
		}
	}
	if id == 0 {
		id = own
	}
	if org, err = s.channel.GetOrg(ctx, id); err != nil {
		return model.Org{}, 0, err
	}
	if role != 0 {
		if err = channel.CheckRole(role, org); err != nil {
			return model.Org{}, 0, err
		}
	}
	if sp.User == 0 {
		err = s.within(ctx, own, sp.Role, org, role)
	}
	return org, own, err
}

// within refuses what who acts for own in a role has no say in.
func (s *Service) within(ctx context.Context, own model.OrgID, as model.Role, org model.Org, role model.Role) error {
	ofShops := role == 0 || role == model.RoleGuide || role == model.RoleTerminal
	switch {
	case as == model.RoleDistributor:
	case as == model.RoleTerminal && org.ID == own && ofShops:
		return nil
	case as == model.RoleTerminal && org.ID != own:
		return channel.ErrOutsideSubtree.With("%s", org.Code)
	case as == model.RoleSalesperson && org.Kind == model.OrgTerminal && ofShops:
	default:
		return ErrMayNotInvite.With("%s by %s", channel.RoleName(role), channel.RoleName(as))
	}
	inside, err := s.channel.Subtree(ctx, own, org.ID, s.clock.Now())
	if err == nil && !inside {
		err = channel.ErrOutsideSubtree.With("%s", org.Code)
	}
	return err
}

// stands refuses an invitation whose maker could not make it any more.
func (s *Service) stands(ctx context.Context, inv model.Invitation, org model.Org) error {
	if inv.UserID != 0 {
		return nil
	}
	maker, err := s.identity.Current(ctx, inv.PersonID)
	if err != nil {
		return err
	}
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{maker}, s.clock.Now())
	if err != nil {
		return err
	}
	for _, m := range memberships[maker] {
		if m.Role == inv.ForRole && m.OrgID == inv.ForOrgID {
			return beyond(s.within(ctx, inv.ForOrgID, inv.ForRole, org, inv.Role), ErrInvitationWithdrawn)
		}
	}
	return ErrInvitationWithdrawn
}
