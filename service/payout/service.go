package payout

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/money"
	"channelrouter/internal/outbox"
	"channelrouter/internal/policy"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
	"channelrouter/service/risk"
	"channelrouter/service/tax"
)

// Till says who pays a wallet's cash, through which app, and what he may. What is 0 is
// not limited.
type Till struct {
	Merchant string
	MchID    string // the merchant's number at the payer
	AppID    string
	MostFen  money.Fen // at once
	DailyFen money.Fen // in a day, to all
	PerSec   int64     // calls
}

// Rooms are what this one builds upon.
type Rooms struct {
	Identity *identity.Service
	Ledger   *ledger.Service
	Tax      *tax.Service
	// Risk is asked about whoever wants cash; nil asks nobody.
	Risk *risk.Service
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
	tax      *tax.Service
	pace     pace
	payer    Payer // within the pace
	kv       kv.Store
	tills    map[model.AccountKind]Till
	risk     *risk.Service
	// Policies is the book of payout policies.
	Policies *policy.Book[Policy]
}

// New makes the room. Wallets without a till cannot be paid out. limits counts what the
// merchants may, over all replicas.
func New(d *db.DB, c clock.Clock, ids *id.Generator, o *outbox.Outbox, r Rooms, limits kv.Store,
	payer Payer, tills map[model.AccountKind]Till,
) *Service {
	pace := newPace(limits, c, tills)
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, outbox: o, identity: r.Identity, ledger: r.Ledger, tax: r.Tax, risk: r.Risk,
		pace: pace, payer: paced{payer, pace}, kv: limits, tills: tills,
		Policies: policy.NewBook(d, c, "payout", DefaultPolicy, Policy.check),
	}
}
