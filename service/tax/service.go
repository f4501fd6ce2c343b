package tax

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
	"channelrouter/internal/seal"
)

// Service withholds, keeps taxpayers and reports.
type Service struct {
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	seal  seal.Box
	// Policies is the book of tax rules.
	Policies *policy.Book[Policy]
}

// New makes the room; secret seals what taxpayers enter.
func New(d *db.DB, c clock.Clock, ids *id.Generator, secret [32]byte) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, seal: seal.New(secret),
		Policies: policy.NewBook(d, c, "tax", DefaultPolicy, Policy.check),
	}
}
