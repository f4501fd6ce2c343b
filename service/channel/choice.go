package channel

import (
	"context"
	"time"

	"channelrouter/model"
)

// Choose keeps what a person with several roles chose in an app: in a role's app the
// organisation he acts for from now on, in the consumer's app the role, and with it maybe
// the organisation, whose page comes first; the consumer's own role there takes his choice
// back. Errors: ErrOtherRole, ErrUnknownMembership.
func (s *Service) Choose(ctx context.Context, person model.PersonID, app, role model.Role, org model.OrgID) error {
	if app != model.RoleConsumer && role != app {
		return ErrOtherRole.With("%s in the %s app", RoleName(role), RoleName(app))
	}
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if role == model.RoleConsumer {
			return s.store.deleteChoice(ctx, person, app)
		}
		memberships, err := s.Memberships(ctx, []model.PersonID{person}, now)
		if err != nil {
			return err
		}
		for _, m := range memberships[person] {
			if m.Role == role && (m.OrgID == org || (org == 0 && app == model.RoleConsumer)) {
				return s.store.putChoice(ctx, model.RoleChoice{PersonID: person, App: app, Role: role, OrgID: org, ChosenAt: now})
			}
		}
		return ErrUnknownMembership.With("%s of organisation %d", RoleName(role), org)
	})
}

// Choices returns what people chose, by person.
func (s *Service) Choices(ctx context.Context, people []model.PersonID) (map[model.PersonID][]model.RoleChoice, error) {
	all := map[model.PersonID][]model.RoleChoice{}
	if len(people) == 0 {
		return all, nil
	}
	rows, err := s.store.choicesOf(ctx, people)
	for _, c := range rows {
		all[c.PersonID] = append(all[c.PersonID], c)
	}
	return all, err
}

// ActingAt is the organisation that a person with memberships and choices acts for in a
// role at t: the one he chose, if he was its member then, else that of his first
// membership, else 0.
func ActingAt(memberships []model.Membership, choices []model.RoleChoice, role model.Role, at time.Time) model.OrgID {
	chosen := ChoiceIn(choices, role)
	for _, m := range memberships {
		if m.Role == role && m.OrgID == chosen.OrgID && validAt(m.Period, at) {
			return m.OrgID
		}
	}
	return MemberAt(memberships, role, at)
}

// ChoiceIn is what was chosen in an app; nothing when nothing was.
func ChoiceIn(choices []model.RoleChoice, app model.Role) model.RoleChoice {
	for _, c := range choices {
		if c.App == app {
			return c
		}
	}
	return model.RoleChoice{}
}
