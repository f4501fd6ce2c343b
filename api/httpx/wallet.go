package httpx

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
)

// Wallet is what a person has won in one role.
type Wallet struct {
	Points int64 `json:"points"`
	Fen    int64 `json:"fen" doc:"money, in fen"`
}

// Wallets shows the caller's own role account.
type Wallets struct {
	ledger *ledger.Service
	kind   model.AccountKind
}

// NewWallets makes the handler of a role's wallet.
func NewWallets(l *ledger.Service, kind model.AccountKind) *Wallets {
	return &Wallets{ledger: l, kind: kind}
}

// Get reads the caller's balances.
func (h *Wallets) Get(ctx context.Context, _ *Empty) (*Out[Wallet], error) {
	actor, _ := identity.ActorFrom(ctx)
	var w Wallet
	for asset, sum := range map[model.Asset]*int64{model.Points: &w.Points, model.CNY: &w.Fen} {
		balance, err := h.ledger.Balance(ctx, model.Account{Kind: h.kind, Owner: int64(actor.PersonID), Asset: asset})
		if err != nil {
			return nil, Problem(ctx, err)
		}
		*sum = balance
	}
	return Answer(w), nil
}
