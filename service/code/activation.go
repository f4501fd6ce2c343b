package code

import (
	"context"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Interval is a run of a batch's containers on one level, by ordinal: [From, To).
// Level nil means the whole batch.
type Interval struct {
	Level    *model.Level
	From, To int64
}

// Check tells whether an interval lies inside the batch. Error: ErrIntervalOutside.
func (b *Batch) Check(i Interval) error {
	_, err := b.Within(i)
	return err
}

// Live counts the items of all levels, and those of them whose codes are live.
func (b *Batch) Live() (live, all int64) {
	for _, r := range b.active {
		live += r.Len()
	}
	for _, l := range b.Levels {
		all += l.Len()
	}
	return live, all
}

// Within lists the items of an interval on its level and, for pre-linked batches, on every
// level inside it: contents of line-linked containers are facts of the line. The whole batch
// is all levels. Error: ErrIntervalOutside.
func (b *Batch) Within(i Interval) ([]model.ItemRange, error) {
	if i.Level == nil {
		all := make([]model.ItemRange, len(b.Levels))
		for n, l := range b.Levels {
			all[n] = l.ItemRange
		}
		return all, nil
	}
	level := b.Level(*i.Level)
	if level == nil {
		return nil, ErrIntervalOutside.With("batch %s has no level %s", b.Ref, *i.Level)
	}
	if i.From < 0 || i.From >= i.To || i.To > level.Len() {
		return nil, ErrIntervalOutside.With("[%d, %d) of %d %ss", i.From, i.To, level.Len(), *i.Level)
	}
	r := model.ItemRange{From: level.From + model.ItemID(i.From), To: level.From + model.ItemID(i.To)}
	ranges := []model.ItemRange{r}
	for {
		children, ok := b.Children(r)
		if !ok {
			return ranges, nil
		}
		ranges, r = append(ranges, children), children
	}
}

// Activate makes an interval of a batch's codes live, contents included.
func (s *Service) Activate(ctx context.Context, id model.BatchID, i Interval) error {
	return s.change(ctx, id, i, func(ctx context.Context, b *Batch, ranges []model.ItemRange, version int64) error {
		rows := make([]model.Activation, len(ranges))
		for n, r := range ranges {
			for _, live := range b.active {
				if live.Overlaps(r) {
					return ErrAlreadyActivated.With("batch %s, %s %d", b.Ref, r.From.Level(), max(live.From, r.From).Slot())
				}
			}
			rows[n] = model.Activation{
				ID: s.ids.Next(), BatchID: id, FromItem: r.From, ToItem: r.To, At: s.clock.Now(), Version: version,
			}
		}
		return s.store.insert(ctx, &rows)
	})
}

// EnsureActive makes live what of an interval, contents included, is not live yet. To do so
// twice is to do so once. Who has opened a transaction refreshes the registry after it.
func (s *Service) EnsureActive(ctx context.Context, id model.BatchID, i Interval) error {
	return s.change(ctx, id, i, func(ctx context.Context, b *Batch, ranges []model.ItemRange, version int64) error {
		var rows []model.Activation
		for _, r := range ranges {
			for _, gap := range r.Without(b.active) {
				rows = append(rows, model.Activation{
					ID: s.ids.Next(), BatchID: id, FromItem: gap.From, ToItem: gap.To, At: s.clock.Now(), Version: version,
				})
			}
		}
		if len(rows) == 0 {
			return nil
		}
		return s.store.insert(ctx, &rows)
	})
}

// Revoke withdraws an interval of a batch's codes, contents included; recall says that
// the goods are called back, too. Revoking twice is one revocation.
func (s *Service) Revoke(ctx context.Context, id model.BatchID, i Interval, recall bool, reason string) error {
	return s.change(ctx, id, i, func(ctx context.Context, _ *Batch, ranges []model.ItemRange, version int64) error {
		rows := make([]model.Revocation, len(ranges))
		for n, r := range ranges {
			rows[n] = model.Revocation{
				ID: s.ids.Next(), BatchID: id, FromItem: r.From, ToItem: r.To,
				Recall: recall, Reason: reason, At: s.clock.Now(), Version: version,
			}
		}
		return s.store.insert(ctx, &rows)
	})
}

// RecallItems calls goods back: those of their codes that are not are revoked as recalled, in
// one transaction. Recalling twice is one recall.
func (s *Service) RecallItems(ctx context.Context, goods []model.ItemRange, reason string) error {
	byBatch := map[model.BatchID][]model.ItemRange{}
	for _, r := range goods {
		b := s.BatchOf(r.From)
		if b == nil || b.Level(r.From.Level()).To < r.To {
			return ErrIntervalOutside.With("items %s to %s", r.From, r.To-1)
		}
		byBatch[b.ID] = append(byBatch[b.ID], r)
	}
	err := s.db.Run(ctx, func(ctx context.Context) error {
		version, err := s.store.bumpRegistry(ctx)
		if err != nil {
			return err
		}
		for id, ranges := range byBatch {
			if err := s.recallOf(ctx, id, ranges, reason, version); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

func (s *Service) recallOf(ctx context.Context, id model.BatchID, ranges []model.ItemRange, reason string, version int64) error {
	b, err := s.stored(ctx, id)
	if err != nil {
		return err
	}
	var rows []model.Revocation
	for _, r := range ranges {
		for _, gap := range r.Without(b.recalled) {
			rows = append(rows, model.Revocation{
				ID: s.ids.Next(), BatchID: id, FromItem: gap.From, ToItem: gap.To,
				Recall: true, Reason: reason, At: s.clock.Now(), Version: version,
			})
		}
	}
	for chunk := range slices.Chunk(rows, loadChunk) {
		if err := s.store.insert(ctx, &chunk); err != nil {
			return err
		}
	}
	return s.store.touchBatch(ctx, id, version)
}

// change writes exceptions of a batch under the registry's lock, on the batch as it is
// in the database then, and publishes the result.
func (s *Service) change(ctx context.Context, id model.BatchID, i Interval,
	write func(ctx context.Context, b *Batch, ranges []model.ItemRange, version int64) error,
) error {
	return s.rewrite(ctx, id, func(ctx context.Context, b *Batch, version int64) error {
		ranges, err := b.Within(i)
		if err != nil {
			return err
		}
		return write(ctx, b, ranges, version)
	})
}

// rewrite is change for what is no interval.
func (s *Service) rewrite(ctx context.Context, id model.BatchID, write func(ctx context.Context, b *Batch, version int64) error) error {
	err := s.db.Run(ctx, func(ctx context.Context) error {
		version, err := s.store.bumpRegistry(ctx)
		if err != nil {
			return err
		}
		b, err := s.stored(ctx, id)
		if err != nil {
			return err
		}
		if err := write(ctx, b, version); err != nil {
			return err
		}
		return s.store.touchBatch(ctx, id, version)
	})
	if err != nil || db.Inside(ctx) { // the registry must not know what may yet be rolled back
		return err
	}
	return s.Refresh(ctx)
}

// stored reads a batch from the database, past the registry.
func (s *Service) stored(ctx context.Context, id model.BatchID) (*Batch, error) {
	row, err := s.store.batch(ctx, id)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, ErrUnknownBatch.With("id %d", id)
	}
	batches, err := s.assemble(ctx, []model.Batch{*row})
	if err != nil {
		return nil, err
	}
	return batches[0], nil
}
