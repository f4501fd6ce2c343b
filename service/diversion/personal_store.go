package diversion

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: the cases that they inspected, and the steps that they
// took in them for organisations.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "cases", Tables: []personal.Table{
		{Model: &model.DiversionCase{}, Where: personal.Of("inspector"), Fate: personal.Kept, Why: personal.Evidence},
		{Model: &model.CaseEvent{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Evidence},
	}}
}
