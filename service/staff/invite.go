package staff

import (
	"context"
	"errors"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// What an invitation is when nothing is said, and what it may be.
const (
	defaultDays, mostDays = 7, 90
	defaultUses, mostUses = 1, 500
)

// NewInvitation describes an invitation to make.
type NewInvitation struct {
	Org   model.OrgID // 0: the sponsor's own
	Role  model.Role
	Phone string // as people write it; "" for whoever has the code
	Days  int    // 0: seven
	Uses  int    // 0: one
}

// withApp are the roles that people take up in an app.
var withApp = map[model.Role]bool{
	model.RoleGuide: true, model.RoleTerminal: true, model.RoleSalesperson: true, model.RoleDistributor: true,
}

func (n *NewInvitation) complete() error {
	if n.Days == 0 {
		n.Days = defaultDays
	}
	if n.Uses == 0 {
		n.Uses = defaultUses
	}
	if !withApp[n.Role] || n.Days < 1 || n.Days > mostDays || n.Uses < 1 || n.Uses > mostUses || (n.Phone != "" && n.Uses != 1) {
		return ErrBadInvitation.With("%s for %d people and %d days", channel.RoleName(n.Role), n.Uses, n.Days)
	}
	return nil
}

// Invite makes an invitation and returns it with its code, which nobody can read again.
// Errors: ErrBadInvitation, ErrMayNotInvite, identity's ErrBadPhone, the channel's
// ErrNoMembership, ErrUnknownOrg, ErrOutsideSubtree and ErrBadMembership.
func (s *Service) Invite(ctx context.Context, sp Sponsor, n NewInvitation) (model.Invitation, string, error) {
	if err := n.complete(); err != nil {
		return model.Invitation{}, "", err
	}
	code, now := newCode(), s.clock.Now()
	canonical, _ := readCode(code)
	inv := model.Invitation{
		ID: model.InvitationID(s.ids.Next()), Role: n.Role, CodeHash: s.hash(canonical), Uses: n.Uses,
		UserID: sp.User, PersonID: sp.Person, ForRole: sp.Role,
		CreatedAt: now, ExpiresAt: now.Add(time.Duration(n.Days) * 24 * time.Hour),
	}
	if n.Phone != "" {
		phone, err := identity.ParsePhone(n.Phone)
		if err != nil {
			return model.Invitation{}, "", err
		}
		inv.PhoneIndex, inv.PhoneMask = s.identity.IndexPhone(phone), phone.Masked()
	}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		org, own, err := s.reach(ctx, sp, n.Org, n.Role)
		if err != nil {
			return err
		}
		inv.OrgID, inv.ForOrgID = org.ID, own
		db.Note(ctx, "invitation %d", inv.ID)
		return s.store.insertInvitation(ctx, inv)
	})
	if err != nil {
		return model.Invitation{}, "", err
	}
	return inv, code, nil
}

// Invitations pages through those into an organisation, 0 for the sponsor's own, newest
// first, before an id (0: from the newest). Errors as of Invite.
func (s *Service) Invitations(ctx context.Context, sp Sponsor, id model.OrgID, before model.InvitationID, limit int) ([]model.Invitation, error) {
	org, _, err := s.reach(ctx, sp, id, 0)
	if err != nil {
		return nil, err
	}
	return s.store.invitationsInto(ctx, org.ID, before, limit)
}

// Withdraw ends an invitation; who has taken it up stays. One that is none of the
// sponsor's business does not exist for him: ErrUnknownInvitation.
func (s *Service) Withdraw(ctx context.Context, sp Sponsor, id model.InvitationID) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		inv, err := s.store.invitation(ctx, id)
		if err != nil {
			return err
		}
		if inv == nil {
			return ErrUnknownInvitation.With("id %d", id)
		}
		if _, _, err := s.reach(ctx, sp, inv.OrgID, inv.Role); err != nil {
			return beyond(err, ErrUnknownInvitation.With("id %d", id))
		}
		return s.store.withdraw(ctx, id, s.clock.Now())
	})
}

// beyond says otherwise that something is beyond somebody; other errors stay.
func beyond(err, otherwise error) error {
	if errors.Is(err, channel.ErrOutsideSubtree) || errors.Is(err, ErrMayNotInvite) {
		return otherwise
	}
	return err
}
