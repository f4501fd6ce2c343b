package tax

import (
	"crypto/cipher"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
)

// Service withholds, keeps taxpayers and reports.
type Service struct {
	db    *db.DB
	store store
	clock clock.Clock
	ids   *id.Generator
	seal  cipher.AEAD
	// Policies is the book of tax rules.
	Policies *policy.Book[Policy]
}

// New makes the room; secret seals what taxpayers enter.
func New(d *db.DB, c clock.Clock, ids *id.Generator, secret [32]byte) (*Service, error) {
	seal, err := newSeal(secret)
	if err != nil {
		return nil, err
	}
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, seal: seal,
		Policies: policy.NewBook(d, c, "tax", DefaultPolicy, Policy.check),
	}, nil
}
