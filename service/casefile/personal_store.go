package casefile

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: what they laid down in cases for organisations.
func (s *Service) Personal() personal.Part {
	return personal.Part{Name: "evidence", Tables: []personal.Table{
		{
			Model: &model.CaseRecord{}, Where: personal.Of("person_id"), Fate: personal.Kept, Why: personal.Evidence,
			Ending: &personal.Ending{Over: personal.OlderThan("recorded_at"), Fate: personal.Anonymised, Blank: map[string]any{"text": "", "receipt": ""}},
		},
	}}
}
