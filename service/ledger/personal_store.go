package ledger

import (
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// Personal is what this room holds of people: their wallets, in books that are sealed and kept. What
// is left in a wallet is owed to its owner unless he gives it up.
func (s *Service) Personal() personal.Part {
	kinds := append(model.Wallets(), model.InFlight)
	theirs := func(p personal.Subject) (string, []any) {
		return "account_kind IN ? AND owner IN ?", []any{kinds, p.People}
	}
	moved := func(p personal.Subject) (string, []any) {
		return "id IN (SELECT txn_id FROM ledger_entries WHERE account_kind IN ? AND owner IN ?)", []any{kinds, p.People}
	}
	return personal.Part{
		Name: "ledger",
		Tables: []personal.Table{
			{Model: &model.LedgerTransaction{}, Where: moved, Fate: personal.Kept, Why: personal.Accounting},
			{Model: &model.LedgerEntry{}, Where: theirs, Fate: personal.Kept, Why: personal.Accounting},
			{Model: &model.LedgerBalance{}, Where: theirs, Fate: personal.Kept, Why: personal.Accounting},
		},
		Debts: []personal.Debt{{
			Code: "money_in_wallet", Model: &model.LedgerBalance{}, Waived: true, Where: personal.Where(theirs).If("asset = ? AND amount <> 0", model.CNY),
		}},
	}
}
