package staff

import (
	"context"
	"fmt"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// Joined tells what a person took up, and what he left for it.
type Joined struct {
	Role model.Role
	Org  model.Org
	Left []model.Org
}

// Code is an invitation code as a person types it in the app of a role.
type Code struct {
	App    model.Role
	Person model.PersonID
	Text   string
	IP     string
}

// subjects are those whose guesses are counted.
func (c Code) subjects() []string {
	subjects := []string{fmt.Sprintf("person/%d", c.Person)}
	if c.IP != "" {
		subjects = append(subjects, "ip/"+c.IP)
	}
	return subjects
}

// TakeUp takes an invitation up by its code. Who is a member already stays one, and the
// invitation is not used. Errors: ErrCodeMistyped, ErrUnknownInvitation, ErrOtherApp,
// ErrOtherPhone, ErrInvitationExpired, ErrInvitationWithdrawn, ErrInvitationDeclined,
// ErrInvitationUsed, ErrTooManyGuesses and identity's ErrNotBound.
func (s *Service) TakeUp(ctx context.Context, c Code) (Joined, error) {
	if err := s.checkGuesser(ctx, c); err != nil {
		return Joined{}, err
	}
	if err := s.identity.RequireBound(ctx, c.Person); err != nil {
		return Joined{}, err
	}
	canonical, ok := readCode(c.Text)
	if !ok {
		return Joined{}, ErrCodeMistyped
	}
	inv, err := s.store.byHash(ctx, s.hash(canonical))
	if err != nil {
		return Joined{}, err
	}
	if inv == nil {
		return Joined{}, s.countGuess(ctx, c)
	}
	if inv.Role != c.App {
		return Joined{}, ErrOtherApp.With("%s", channel.RoleName(inv.Role))
	}
	if err := s.checkPhone(ctx, c.Person, *inv); err != nil {
		return Joined{}, err
	}
	return s.take(ctx, c.Person, *inv)
}

// checkGuesser refuses a blocked guesser before anyone knows whether the code is right.
func (s *Service) checkGuesser(ctx context.Context, c Code) error {
	blocked, err := s.guesses.Blocked(ctx, c.subjects()...)
	if err == nil && blocked {
		err = ErrTooManyGuesses
	}
	return err
}

// countGuess counts a code that does not exist, and says so.
func (s *Service) countGuess(ctx context.Context, c Code) error {
	if _, err := s.guesses.Count(ctx, c.subjects()...); err != nil {
		return err
	}
	return ErrUnknownInvitation
}

func (s *Service) checkPhone(ctx context.Context, person model.PersonID, inv model.Invitation) error {
	if inv.PhoneIndex == "" {
		return nil
	}
	index, err := s.identity.PhoneIndexOf(ctx, person)
	if err == nil && index != inv.PhoneIndex {
		err = ErrOtherPhone
	}
	return err
}

// take makes the person a member, if the invitation still stands. Its row is held first, so
// that nobody waits for another's use of it that is taken back. The person's own use comes
// next: of his retries at the same moment one goes on, and of different people as many as
// it is for.
func (s *Service) take(ctx context.Context, person model.PersonID, inv model.Invitation) (Joined, error) {
	now := s.clock.Now()
	joined := Joined{Role: inv.Role}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		org, err := s.channel.GetOrg(ctx, inv.OrgID)
		if err != nil {
			return err
		}
		joined.Org, joined.Left = org, nil
		if err := s.store.hold(ctx, inv.ID); err != nil {
			return err
		}
		first, err := s.store.insertUse(ctx, model.InvitationUse{InvitationID: inv.ID, PersonID: person, At: now})
		if err != nil {
			return err
		}
		member, err := s.isMember(ctx, person, inv.Role, inv.OrgID, now)
		switch {
		case err != nil:
			return err
		case member && first: // by another way: the invitation is left for others
			return s.store.deleteUse(ctx, inv.ID, person)
		case member:
			return nil
		case !first:
			return ErrInvitationUsed
		}
		if err := s.use(ctx, inv, org, now); err != nil {
			return err
		}
		left, _, err := s.channel.TakeUp(ctx, person, inv.Role, inv.OrgID, now)
		if err != nil {
			return err
		}
		joined.Left, err = s.orgs(ctx, left)
		return err
	})
	if err != nil {
		return Joined{}, err
	}
	return joined, nil
}

// use counts one person, unless the invitation does not stand any more.
func (s *Service) use(ctx context.Context, inv model.Invitation, org model.Org, now time.Time) error {
	if err := s.stands(ctx, inv, org); err != nil {
		return err
	}
	used, err := s.store.use(ctx, inv.ID, now)
	if err != nil || used {
		return err
	}
	return s.closed(ctx, inv.ID, now)
}

// closed says why an invitation is not open.
func (s *Service) closed(ctx context.Context, id model.InvitationID, now time.Time) error {
	stored, err := s.store.invitation(ctx, id)
	switch {
	case err != nil:
		return err
	case stored == nil:
		return ErrUnknownInvitation
	case stored.DeclinedAt != nil:
		return ErrInvitationDeclined
	case stored.WithdrawnAt != nil:
		return ErrInvitationWithdrawn
	case !now.Before(stored.ExpiresAt):
		return ErrInvitationExpired
	}
	return ErrInvitationUsed
}

func (s *Service) isMember(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID, at time.Time) (bool, error) {
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{person}, at)
	for _, m := range memberships[person] {
		if m.Role == role && m.OrgID == org {
			return true, err
		}
	}
	return false, err
}

// orgs are organisations in the order of their ids.
func (s *Service) orgs(ctx context.Context, ids []model.OrgID) ([]model.Org, error) {
	found, err := s.channel.Orgs(ctx, ids)
	list := make([]model.Org, 0, len(ids))
	for _, id := range ids {
		if org, ok := found[id]; ok {
			list = append(list, org)
		}
	}
	return list, err
}
