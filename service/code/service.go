package code

import (
	"context"
	"sync"
	"sync/atomic"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/service/link"
)

// Printing says what stands before a code on the goods.
type Printing = link.Printing

// Service issues and resolves codes.
type Service struct {
	db       *db.DB
	store    store
	clock    clock.Clock
	ids      *id.Generator
	keyring  *Keyring
	codec    *Codec
	printing Printing
	links    *link.Service

	registry  atomic.Pointer[registry]
	begun     atomic.Int64 // refreshes
	refreshMu sync.Mutex
	refreshed int64 // which refresh was the last to succeed
}

// New makes the room over an unlocked keyring. links says whether a printed host was seen
// to open its app. Call Bind before use.
func New(d *db.DB, c clock.Clock, ids *id.Generator, k *Keyring, p Printing, links *link.Service) (*Service, error) {
	codec, err := NewCodec(k)
	if err != nil {
		return nil, err
	}
	s := &Service{db: d, store: store{d}, clock: c, ids: ids, keyring: k, codec: codec, printing: p, links: links}
	s.registry.Store(newRegistry())
	return s, nil
}

// Bind refuses a keyring that is not this database's, records epochs the database has
// not seen, and loads the registry.
func (s *Service) Bind(ctx context.Context) error {
	if err := s.db.Run(ctx, func(ctx context.Context) error { return s.record(ctx, s.keyring) }); err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// Extend records the epochs of a longer keyring that the database has not seen, and has
// save write it before that commits: what cannot be written is not recorded. Processes
// under way, this service too, go on with the keyring that they have.
func (s *Service) Extend(ctx context.Context, longer *Keyring, save func() error) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.record(ctx, longer); err != nil {
			return err
		}
		return save()
	})
}

// record checks a keyring against the database and inserts its new epochs.
func (s *Service) record(ctx context.Context, k *Keyring) error {
	known, err := s.store.keyEpochs(ctx)
	if err != nil {
		return err
	}
	want := make(map[uint8]string, len(known))
	for _, e := range known {
		want[e.Epoch] = e.Fingerprint
	}
	if err := k.Check(want); err != nil {
		return err
	}
	for _, e := range k.Epochs {
		if _, recorded := want[e.ID]; recorded {
			continue
		}
		fingerprint, err := k.Fingerprint(e.ID)
		if err != nil {
			return err
		}
		if err := s.store.insertKeyEpoch(ctx, e.ID, fingerprint, s.clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// Codec is the pure part, for export and tools.
func (s *Service) Codec() *Codec { return s.codec }
