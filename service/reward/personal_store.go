package reward

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: what goods were worth to them, behind the postings.
func (s *Service) Personal() personal.Part {
	theirs := func(p personal.Subject) (string, []any) {
		return "account_kind IN ? AND owner IN ?", []any{model.Wallets(), p.People}
	}
	return personal.Part{Name: "rewards", Tables: []personal.Table{
		{Model: &model.Grant{}, Where: theirs, Fate: personal.Kept, Why: personal.Accounting},
	}}
}
