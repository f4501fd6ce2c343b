package codeorder

import (
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/policy"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/identity"
)

// Service takes orders of codes from a wish to codes that are printed and live.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	identity *identity.Service
	catalog  *catalog.Service
	codes    *code.Service
	signer   signer
	skipping skipping
	Policies *policy.Book[Policy]
}

// New makes the room. key signs the addresses of files; every replica has the same.
func New(d *db.DB, c clock.Clock, ids *id.Generator, i *identity.Service, cat *catalog.Service, codes *code.Service, key [32]byte) *Service {
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, identity: i, catalog: cat, codes: codes, signer: signer{key}, skipping: newSkipping(),
		Policies: policy.NewBook(d, c, "code_orders", DefaultPolicy, Policy.check),
	}
}
