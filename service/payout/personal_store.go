package payout

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people. A bill that is over is known by its number, to WeChat
// Pay as well; whose account it went to is forgotten. One that is not over is owed.
func (s *Service) Personal() personal.Part {
	final := []model.PayoutState{model.PayoutPaid, model.PayoutReturned}
	return personal.Part{
		Name: "payouts",
		Tables: []personal.Table{{
			Model: &model.Payout{}, Where: personal.Of("person_id"), Fate: personal.Anonymised, Why: personal.Accounting,
			Blank: map[string]any{"open_id": "", "name": nil, "package": ""},
		}},
		Debts: []personal.Debt{{Code: "open_payouts", Model: &model.Payout{}, Where: personal.Of("person_id").If("state NOT IN ?", final)}},
	}
}
