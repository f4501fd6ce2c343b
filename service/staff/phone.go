package staff

import (
	"context"
	"errors"

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
// organisations offered to that number. It must not be called inside a transaction. Errors:
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
// the newest shop only, and to none that offered before he took up the one he has.
func (s *Service) takeOffered(ctx context.Context, app string, person model.PersonID, phone identity.Phone) ([]Joined, error) {
	role, err := channel.ParseRole(app)
	if err != nil || !withApp[role] {
		return nil, nil //nolint:nilerr // the consumer's app offers nothing
	}
	now := s.clock.Now()
	offers, err := s.store.offered(ctx, s.identity.IndexPhone(phone), role, now, maxByPhone)
	if err != nil {
		return nil, err
	}
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{person}, now)
	if err != nil {
		return nil, err
	}
	var taken []Joined
	for _, inv := range offers {
		if role == model.RoleGuide && (len(taken) > 0 || isOlder(inv, memberships[person])) {
			continue
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

// isOlder tells whether the person took up something in the invitation's role since.
func isOlder(inv model.Invitation, memberships []model.Membership) bool {
	for _, m := range memberships {
		if m.Role == inv.Role && m.ValidFrom.After(inv.CreatedAt) {
			return true
		}
	}
	return false
}

// lapsed tells whether an offer is simply none any more.
func lapsed(err error) bool {
	for _, gone := range []*errs.Error{ErrInvitationWithdrawn, ErrInvitationUsed, ErrInvitationExpired} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}
