package settlement

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: what they said to statements for organisations.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "settlement", Tables: []personal.Table{
		{Model: &model.SettlementEvent{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Accounting},
	}}
}
