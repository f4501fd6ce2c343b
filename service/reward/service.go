package reward

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/policy"
	"channelrouter/service/identity"
	"channelrouter/service/ledger"
)

// Service grants rewards.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	identity *identity.Service
	ledger   *ledger.Service
	// Policies is the book of reward policies.
	Policies *policy.Book[Policy]
}

// New makes the room.
func New(d *db.DB, c clock.Clock, i *identity.Service, l *ledger.Service) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, identity: i, ledger: l,
		Policies: policy.NewBook(d, c, "reward", DefaultPolicy, Policy.check),
	}
}
