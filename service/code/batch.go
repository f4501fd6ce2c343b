package code

import (
	"context"
	"unicode/utf8"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewBatch is an order for codes.
type NewBatch struct {
	Ref       string // the brand's batch number; ordering it again returns the same batch
	ProductID model.ProductID
	Profile   Profile
	Linking   model.Linking
	Count     int64 // of top containers; units, where the profile has one level
}

// slotsPerLevel is how many slots a level has in one epoch.
const slotsPerLevel = int64(1) << model.SlotBits

// IssueBatch sets aside an interval of slots on each level and answers with the batch.
// The codes exist from then on, and are dead until they are activated. Errors:
// ErrBadProfile, ErrBadBatch, ErrBatchExists, ErrNoKey, ErrSlotsUsedUp.
func (s *Service) IssueBatch(ctx context.Context, n NewBatch) (*Batch, error) {
	id, err := s.Issue(ctx, n)
	if err != nil {
		return nil, err
	}
	return s.Batch(ctx, id)
}

// Issue is IssueBatch for who issues in a transaction of his own, and asks for the batch
// once that has committed: before, the registry must not know it.
func (s *Service) Issue(ctx context.Context, n NewBatch) (id model.BatchID, err error) {
	if err := n.Check(); err != nil {
		return 0, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		var err error
		if id, err = s.issued(ctx, n); id != 0 || err != nil {
			return err
		}
		version, err := s.store.bumpRegistry(ctx)
		if err != nil {
			return err
		}
		// Who held the registry before us may have issued this very batch.
		if id, err = s.issued(ctx, n); id != 0 || err != nil {
			return err
		}
		if err := s.hasKeys(n.Profile); err != nil {
			return err
		}
		id, err = s.insertBatch(ctx, n, version)
		return err
	})
	return id, err
}

// Check refuses an order that makes no sense. Errors: ErrBadProfile, ErrBadBatch.
func (n NewBatch) Check() error {
	if err := n.Profile.check(); err != nil {
		return err
	}
	if n.Ref == "" || utf8.RuneCountInString(n.Ref) > 64 || n.ProductID == 0 || n.Count < 1 ||
		n.Linking < model.PreLinked || n.Linking > model.ScatterLinked {
		return ErrBadBatch.With("number %q, %d top containers", n.Ref, n.Count)
	}
	total := n.Count
	for i := len(n.Profile.Levels) - 1; ; i-- {
		if total > slotsPerLevel {
			return ErrBadBatch.With("more than 2^%d %ss", model.SlotBits, n.Profile.Levels[i].Level)
		}
		if i == 0 {
			return nil
		}
		// Held against the bound before multiplying, which might overflow.
		if per := n.Profile.Levels[i-1].PerParent; per > slotsPerLevel/total {
			total = slotsPerLevel + 1
		} else {
			total *= per
		}
	}
}

// hasKeys makes sure that what is issued can be printed: the current epoch has a key for
// each face of the profile, or ErrNoKey.
func (s *Service) hasKeys(p Profile) error {
	for _, l := range p.Levels {
		for _, side := range []model.Side{model.Outer, model.Inner} {
			if l.faces()&(1<<side) == 0 {
				continue
			}
			if _, err := s.codec.Encode(Code{Face: model.NewFace(l.Level, side), Epoch: s.keyring.Current()}); err != nil {
				return err
			}
		}
	}
	return nil
}

// issued is the batch that was issued for an order before, or 0. Another order under the
// same number is refused.
func (s *Service) issued(ctx context.Context, n NewBatch) (model.BatchID, error) {
	existing, err := s.store.batchByRef(ctx, n.Ref)
	if err != nil || existing == nil {
		return 0, err
	}
	levels, err := s.store.levelsOf(ctx, []model.BatchID{existing.ID})
	if err != nil {
		return 0, err
	}
	counts := n.Profile.counts(n.Count)
	same := existing.ProductID == n.ProductID && existing.Linking == n.Linking && len(levels) == len(counts)
	for i := 0; same && i < len(levels); i++ {
		l := n.Profile.Levels[i]
		same = levels[i].Level == l.Level && levels[i].Faces == l.faces() &&
			int64(levels[i].ToItem-levels[i].FromItem) == counts[i]
	}
	if !same {
		return 0, ErrBatchExists.With("number %q", n.Ref)
	}
	db.Note(ctx, "batch %d", existing.ID)
	return existing.ID, nil
}

// insertBatch stores a batch under the registry's lock, whose version the caller took.
func (s *Service) insertBatch(ctx context.Context, n NewBatch, version int64) (model.BatchID, error) {
	epoch := s.keyring.Current()
	counts := n.Profile.counts(n.Count)
	items := make([]model.ItemRange, len(counts))
	for i, l := range n.Profile.Levels {
		first, err := s.store.takeSlots(ctx, epoch, l.Level, counts[i])
		if err != nil {
			return 0, err
		}
		from := model.NewItemID(epoch, l.Level, uint64(first))
		items[i] = model.ItemRange{From: from, To: from + model.ItemID(counts[i])}
	}
	return s.insertBatchOf(ctx, n, version, items...)
}

// insertBatchOf stores a batch of items that were set aside, a range for each level.
func (s *Service) insertBatchOf(ctx context.Context, n NewBatch, version int64, items ...model.ItemRange) (model.BatchID, error) {
	profileID, err := s.saveProfile(ctx, n.Profile)
	if err != nil {
		return 0, err
	}
	batch := model.Batch{
		ID: model.BatchID(s.ids.Next()), Ref: n.Ref, ProductID: n.ProductID, ProfileID: profileID,
		Linking: n.Linking, Epoch: items[0].From.Epoch(), Version: version, CreatedAt: s.clock.Now(),
	}
	levels := make([]model.BatchLevel, len(items))
	for i, l := range n.Profile.Levels {
		levels[i] = model.BatchLevel{
			BatchID: batch.ID, Level: l.Level, FromItem: items[i].From, ToItem: items[i].To, PerParent: l.PerParent, Faces: l.faces(),
		}
	}
	db.Note(ctx, "batch %d", batch.ID)
	return batch.ID, s.store.insertBatch(ctx, batch, levels)
}

func (s *Service) saveProfile(ctx context.Context, p Profile) (int64, error) {
	encoded, err := p.Encode()
	if err != nil {
		return 0, err
	}
	return s.store.profileID(ctx, p.Name, encoded, s.ids.Next())
}

// Batch returns an issued batch.
func (s *Service) Batch(ctx context.Context, id model.BatchID) (*Batch, error) {
	if b := s.registry.Load().batches[id]; b != nil {
		return b, nil
	}
	if err := s.Refresh(ctx); err != nil {
		return nil, err
	}
	if b := s.registry.Load().batches[id]; b != nil {
		return b, nil
	}
	return nil, ErrUnknownBatch.With("id %d", id)
}

// BatchByRef returns a batch by the brand's number for it.
func (s *Service) BatchByRef(ctx context.Context, ref string) (*Batch, error) {
	row, err := s.store.batchByRef(ctx, ref)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, ErrUnknownBatch.With("number %q", ref)
	}
	return s.Batch(ctx, row.ID)
}
