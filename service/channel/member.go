package channel

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
)

// exclusive are the roles in which a person acts for one organisation at a time.
var exclusive = map[model.Role]bool{model.RoleGuide: true}

// CheckRole refuses a role that an organisation has no use for: ErrBadMembership.
func CheckRole(role model.Role, org model.Org) error {
	if !slices.Contains(employers[role], org.Kind) {
		return ErrBadMembership.With("%s at a %s", RoleName(role), KindName(org.Kind))
	}
	return nil
}

// mayEmploy refuses an organisation that is closed, or has no use for a role.
func (s *Service) mayEmploy(ctx context.Context, id model.OrgID, role model.Role) error {
	employer, err := s.GetOrg(ctx, id)
	if err != nil {
		return err
	}
	if err := CheckRole(role, employer); err != nil {
		return err
	}
	return CheckOpen(employer)
}

// TakeUp makes a person act for an organisation in a role from a moment on, beside what he
// does already; a guide leaves his other shop at that moment, and those that were left are
// returned. Who is a member already stays one: added is false. Errors: ErrUnknownOrg,
// ErrBadMembership.
func (s *Service) TakeUp(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID, at time.Time) (left []model.OrgID, added bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		left, added = nil, false
		if err := s.store.lockMemberships(ctx); err != nil {
			return err
		}
		if err := s.mayEmploy(ctx, org, role); err != nil {
			return err
		}
		memberships, err := s.Memberships(ctx, []model.PersonID{person}, at)
		if err != nil {
			return err
		}
		for _, m := range memberships[person] {
			switch {
			case m.Role != role:
			case m.OrgID == org:
				return nil
			case exclusive[role]:
				left = append(left, m.OrgID)
			}
		}
		if exclusive[role] {
			if _, err := s.end(ctx, person, role, 0, at); err != nil {
				return err
			}
		}
		added = true
		return insert(ctx, s.store, []model.Membership{{
			ID: s.ids.Next(), PersonID: person, Role: role, OrgID: org, Period: newPeriod(at, s.clock.Now()),
		}})
	})
	return left, added, err
}

// HoldMemberships keeps others from changing memberships until the transaction ends: what
// is read of them afterwards stays so.
func (s *Service) HoldMemberships(ctx context.Context) error { return s.store.lockMemberships(ctx) }

// Members pages through those who act for an organisation now, by membership, after an id
// (0: from the first).
func (s *Service) Members(ctx context.Context, org model.OrgID, after int64, limit int) ([]model.Membership, error) {
	return s.store.members(ctx, org, s.clock.Now(), after, limit)
}
