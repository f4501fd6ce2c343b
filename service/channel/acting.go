package channel

import (
	"context"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

var (
	// ErrNoMembership: the person acts for nobody in this role.
	ErrNoMembership = errs.New(errs.Forbidden, "channel.no_membership", "you are no member of an organisation in this role", "ask your organisation to add you")
	// ErrOutsideSubtree: an organisation's business with one that it does not supply.
	ErrOutsideSubtree = errs.New(errs.Forbidden, "channel.outside_subtree", "that organisation is not in your part of the channel", "choose one that you supply, directly or through wholesalers")
)

// ActingOrg is the organisation a person acts for in a role now: of several, the one he
// chose.
func (s *Service) ActingOrg(ctx context.Context, person model.PersonID, role model.Role) (model.OrgID, error) {
	now := s.clock.Now()
	memberships, err := s.Memberships(ctx, []model.PersonID{person}, now)
	if err != nil {
		return 0, err
	}
	var choices map[model.PersonID][]model.RoleChoice
	if len(memberships[person]) > 1 {
		if choices, err = s.Choices(ctx, []model.PersonID{person}); err != nil {
			return 0, err
		}
	}
	if org := ActingAt(memberships[person], choices[person], role, now); org != 0 {
		return org, nil
	}
	return 0, ErrNoMembership.With("role %s", RoleName(role))
}

// OwnReceiver finds the organisation of a code and makes sure that from supplies it,
// however indirectly, or is it.
func (s *Service) OwnReceiver(ctx context.Context, from model.OrgID, code string) (model.OrgID, error) {
	org, err := s.GetOrgByCode(ctx, code)
	if err != nil {
		return 0, err
	}
	inside, err := s.Subtree(ctx, from, org.ID, s.clock.Now())
	if err != nil {
		return 0, err
	}
	if !inside {
		return 0, ErrOutsideSubtree.With("%s", code)
	}
	return org.ID, nil
}
