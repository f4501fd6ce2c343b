package payout

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/risk"
)

// Till says who pays a wallet's cash, and through which app.
type Till struct {
	Merchant string
	AppID    string
}

// Service pays wallets out.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	outbox   *outbox.Outbox
	identity *identity.Service
	ledger   *ledger.Service
	payer    Payer
	tills    map[model.AccountKind]Till
	// Risk is asked about whoever wants cash; nil asks nobody.
	Risk *risk.Service
	// Policies is the book of payout policies.
	Policies *policy.Book[Policy]
}

// New makes the room. Wallets without a till cannot be paid out.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, i *identity.Service, l *ledger.Service,
	payer Payer, tills map[model.AccountKind]Till,
) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, outbox: o, identity: i, ledger: l, payer: payer, tills: tills,
		Policies: policy.NewBook(d, c, "payout", DefaultPolicy, Policy.check),
	}
}
