package staff

import (
	"context"
	"errors"
	"time"

	"channelrouter/model"
	"channelrouter/service/identity"
)

// Offer is an invitation for a person's verified phone, which waits for his yes or no.
type Offer struct {
	ID        model.InvitationID
	Role      model.Role
	Org       model.Org
	MadeAt    time.Time
	ExpiresAt time.Time
	Leaves    []model.Org // what he would leave by his yes
}

// offers are what is open to a phone, in any role, newest first. What its owner has
// already, and what its maker has no say in any more, is none.
func (s *Service) offers(ctx context.Context, phone identity.Phone, posts []Post, now time.Time) ([]Offer, error) {
	open, err := s.store.offered(ctx, s.identity.IndexPhone(phone), 0, now, maxByPhone)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	ids := make([]model.OrgID, len(open))
	for i, inv := range open {
		ids[i] = inv.OrgID
	}
	orgs, err := s.channel.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	var offers []Offer
	for _, inv := range open {
		org := orgs[inv.OrgID]
		leaves, has := leaving(posts, inv)
		if has {
			continue
		}
		if err := s.stands(ctx, inv, org); lapsed(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		offers = append(offers, Offer{
			ID: inv.ID, Role: inv.Role, Org: org, MadeAt: inv.CreatedAt, ExpiresAt: inv.ExpiresAt, Leaves: leaves,
		})
	}
	return offers, nil
}

// leaving is what who does this leaves by taking an invitation up: a guide has one shop;
// has tells whether he has what it is for already.
func leaving(posts []Post, inv model.Invitation) (leaves []model.Org, has bool) {
	for _, p := range posts {
		switch {
		case p.Role != inv.Role:
		case p.Org.ID == inv.OrgID:
			return nil, true
		case inv.Role == model.RoleGuide:
			leaves = append(leaves, p.Org)
		}
	}
	return leaves, false
}

// TakeOffer takes up what was offered to the person's verified phone, by his yes. A guide
// leaves the shop that he has at that moment. The same again is answered alike, but that
// nothing is left by it. Errors: ErrUnknownInvitation of whatever is not for his phone,
// ErrInvitationExpired, ErrInvitationWithdrawn, ErrInvitationDeclined, ErrInvitationUsed.
func (s *Service) TakeOffer(ctx context.Context, person model.PersonID, id model.InvitationID) (Joined, error) {
	var joined Joined
	err := s.db.Run(ctx, func(ctx context.Context) error {
		inv, err := s.offeredTo(ctx, person, id)
		if err != nil {
			return err
		}
		joined, err = s.take(ctx, person, inv)
		return err
	})
	return joined, err
}

// DeclineOffer ends what was offered to the person's verified phone, by his no; a second no
// changes nothing. Errors as of TakeOffer, but for ErrInvitationDeclined.
func (s *Service) DeclineOffer(ctx context.Context, person model.PersonID, id model.InvitationID) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.offeredTo(ctx, person, id); err != nil {
			return err
		}
		declined, err := s.store.decline(ctx, id, now)
		if err != nil || declined {
			return err
		}
		if err := s.closed(ctx, id, now); !errors.Is(err, ErrInvitationDeclined) {
			return err
		}
		return nil
	})
}

// offeredTo is an invitation for the person's verified phone; others do not exist for him.
func (s *Service) offeredTo(ctx context.Context, person model.PersonID, id model.InvitationID) (model.Invitation, error) {
	inv, err := s.store.invitation(ctx, id)
	if err != nil {
		return model.Invitation{}, err
	}
	index, err := s.identity.PhoneIndexOf(ctx, person)
	if err == nil && (inv == nil || inv.PhoneIndex == "" || inv.PhoneIndex != index) {
		err = ErrUnknownInvitation.With("id %d", id)
	}
	if err != nil {
		return model.Invitation{}, err
	}
	return *inv, nil
}
