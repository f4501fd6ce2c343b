package staff

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Known is a person as the brand knows him: by his masked phone, and by what he does.
type Known struct {
	ID    model.PersonID
	Phone string // masked; "" when none is verified
	Posts []Post // now
}

// People are persons by their ids, each once and in the order asked for, in a few queries however
// many they are. Who is nobody is known by nothing, like who has neither phone nor post.
func (s *Service) People(ctx context.Context, ids []model.PersonID) ([]Known, error) {
	phones, err := s.identity.PhonesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	memberships, err := s.channel.Memberships(ctx, ids, now)
	if err != nil {
		return nil, err
	}
	orgs, err := s.channel.Orgs(ctx, orgsOf(memberships))
	if err != nil {
		return nil, err
	}
	people := make([]Known, 0, len(ids))
	for _, id := range ids {
		if slices.ContainsFunc(people, func(k Known) bool { return k.ID == id }) {
			continue
		}
		known := Known{ID: id}
		if phone, has := phones[id]; has {
			known.Phone = phone.Masked()
		}
		for _, m := range memberships[id] {
			known.Posts = append(known.Posts, Post{Role: m.Role, Org: orgs[m.OrgID]})
		}
		people = append(people, known)
	}
	return people, nil
}

func orgsOf(memberships map[model.PersonID][]model.Membership) (ids []model.OrgID) {
	for _, list := range memberships {
		for _, m := range list {
			ids = append(ids, m.OrgID)
		}
	}
	return ids
}
