package watch

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: alerts about accounts that scan as no consumer does.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "alerts", Tables: []personal.Table{
		{Model: &model.DiversionAlert{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Evidence},
	}}
}
