package channel

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people. Whose membership goes on is still answered for by an
// organisation, which has to end it first.
func (s *Service) Personal() personal.Part {
	acting := func(p personal.Subject) (string, []any) {
		return "person_id IN ? AND valid_from <= ? AND valid_to > ? AND recorded_to = ?", []any{p.People, p.Now, p.Now, model.Forever}
	}
	return personal.Part{
		Name: "channel",
		Tables: []personal.Table{
			{Model: &model.Membership{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Channel},
			{Model: &model.RoleChoice{}, Where: personal.Of("person_id"), Fate: personal.Erased},
		},
		Debts: []personal.Debt{{Code: "memberships", Model: &model.Membership{}, Where: acting}},
	}
}
