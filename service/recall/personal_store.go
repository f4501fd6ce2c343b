package recall

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: of which recalls they were told.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "recalls", Tables: []personal.Table{
		{Model: &model.RecallNotice{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Goods},
	}}
}
