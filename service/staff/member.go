package staff

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
)

// Post is what a person does: a role at an organisation.
type Post struct {
	Role   model.Role
	Org    model.Org
	Acting bool // in this role he acts for this one
}

// Me is who a person is to himself.
type Me struct {
	Person model.PersonID
	Bound  bool
	Phone  string // masked; "" when none is verified
	Posts  []Post
	Choice model.RoleChoice // of this app; nothing when none
	Offers []Offer          // to his phone, newest first
}

// Me answers with what a person is now, as the app of a role sees it.
func (s *Service) Me(ctx context.Context, app model.Role, person model.PersonID) (Me, error) {
	me := Me{Person: person}
	now := s.clock.Now()
	memberships, err := s.channel.Memberships(ctx, []model.PersonID{person}, now)
	if err != nil {
		return Me{}, err
	}
	choices, err := s.channel.Choices(ctx, []model.PersonID{person})
	if err != nil {
		return Me{}, err
	}
	me.Choice = channel.ChoiceIn(choices[person], app)
	if me.Posts, err = s.posts(ctx, memberships[person], choices[person], now); err != nil {
		return Me{}, err
	}
	if me.Bound, err = s.identity.Bound(ctx, person); err != nil {
		return Me{}, err
	}
	phone, has, err := s.identity.PhoneOf(ctx, person)
	if err != nil || !has {
		return me, err
	}
	me.Phone = phone.Masked()
	me.Offers, err = s.offers(ctx, phone, me.Posts, now)
	return me, err
}

func (s *Service) posts(ctx context.Context, memberships []model.Membership, choices []model.RoleChoice, at time.Time) ([]Post, error) {
	ids := make([]model.OrgID, len(memberships))
	for i, m := range memberships {
		ids[i] = m.OrgID
	}
	orgs, err := s.channel.Orgs(ctx, ids)
	posts := make([]Post, len(memberships))
	for i, m := range memberships {
		posts[i] = Post{Role: m.Role, Org: orgs[m.OrgID], Acting: m.OrgID == channel.ActingAt(memberships, choices, m.Role, at)}
	}
	return posts, err
}

// Leave ends what a person does for an organisation in a role, from now on. Errors: the
// channel's ErrUnknownOrg, ErrUnknownMembership.
func (s *Service) Leave(ctx context.Context, person model.PersonID, role model.Role, org model.OrgID) error {
	return s.channel.Leave(ctx, person, role, org, s.clock.Now())
}

// Member is one who acts for an organisation.
type Member struct {
	model.Membership
	Phone string // masked; "" when none is verified
}

// Members pages through those who act for an organisation, 0 for the sponsor's own, now, by
// membership, after an id (0: from the first). Errors as of Invite.
func (s *Service) Members(ctx context.Context, sp Sponsor, id model.OrgID, after int64, limit int) ([]Member, error) {
	org, _, err := s.reach(ctx, sp, id, 0)
	if err != nil {
		return nil, err
	}
	memberships, err := s.channel.Members(ctx, org.ID, after, limit)
	if err != nil {
		return nil, err
	}
	people := make([]model.PersonID, len(memberships))
	for i, m := range memberships {
		people[i] = m.PersonID
	}
	phones, err := s.identity.PhonesOf(ctx, people)
	members := make([]Member, len(memberships))
	for i, m := range memberships {
		members[i].Membership = m
		if phone, has := phones[m.PersonID]; has {
			members[i].Phone = phone.Masked()
		}
	}
	return members, err
}

// Remove ends what a person does for an organisation, 0 for the sponsor's own, from now on.
// Errors as of Invite, and the channel's ErrUnknownMembership.
func (s *Service) Remove(ctx context.Context, sp Sponsor, id model.OrgID, person model.PersonID, role model.Role) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		org, _, err := s.reach(ctx, sp, id, role)
		if err != nil {
			return err
		}
		return s.channel.Leave(ctx, person, role, org.ID, s.clock.Now())
	})
}
