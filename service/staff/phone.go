package staff

import (
	"context"
	"errors"
	"slices"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
)

// PhoneCode is what an app's phone number button gave, with the person's consent.
type PhoneCode struct {
	App     string
	Person  model.PersonID
	Code    string
	Version string // of the text that he consented to
}

// Verified tells what came of verifying a phone: the number, and what was taken up by it.
type Verified struct {
	Phone  identity.Phone
	Joined []Joined
}

// maxByPhone bounds what one verification takes up.
const maxByPhone = 20

// VerifyPhone binds the caller's phone and takes up, in the app of their role, what
// organisations offered to that number, but for what would move a guide. It must not be called inside a transaction. Errors:
// what WeChat answers.
func (s *Service) VerifyPhone(ctx context.Context, c PhoneCode) (Verified, error) {
	phone, err := s.identity.AskPhone(ctx, c.App, c.Code)
	if err != nil {
		return Verified{}, err
	}
	v := Verified{Phone: phone}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		person, err := s.identity.BindPhone(ctx, c.App, c.Person, phone, c.Version)
		if err != nil {
			return err
		}
		v.Joined, err = s.takeOffered(ctx, c.App, person, phone)
		return err
	})
	if err != nil {
		return Verified{}, err
	}
	return v, nil
}

// takeOffered takes up what is offered to a phone in a role, newest first. A guide goes to
// the newest shop only; one who has a shop is asked first (Offer), and is not moved.
func (s *Service) takeOffered(ctx context.Context, app string, person model.PersonID, phone identity.Phone) ([]Joined, error) {
	role, err := channel.ParseRole(app)
	if err != nil || !withApp[role] {
		return nil, nil //nolint:nilerr // the consumer's app takes nothing up unasked
	}
	offers, err := s.store.offered(ctx, s.identity.IndexPhone(phone), role, s.clock.Now(), maxByPhone)
	if err != nil || len(offers) == 0 {
		return nil, err
	}
	var taken []Joined
	for _, inv := range offers {
		if moves, err := s.moves(ctx, person, role); err != nil || moves {
			return taken, err
		}
		joined, err := s.take(ctx, person, inv)
		if lapsed(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		taken = append(taken, joined)
	}
	return taken, nil
}

// moves tells whether taking something up in a role would move the person: he is a guide
// already. Nobody makes him one between that and the end of the transaction.
func (s *Service) moves(ctx context.Context, person model.PersonID, role model.Role) (bool, error) {
	if role != model.RoleGuide {
		return false, nil
	}
	if err := s.channel.HoldMemberships(ctx); err != nil {
		return false, err
	}
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{person}, s.clock.Now())
	return slices.ContainsFunc(memberships[person], func(m model.Membership) bool { return m.Role == role }), err
}

// lapsed tells whether an offer is simply none any more.
func lapsed(err error) bool {
	for _, gone := range []*errs.Error{ErrInvitationWithdrawn, ErrInvitationDeclined, ErrInvitationUsed, ErrInvitationExpired} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}
