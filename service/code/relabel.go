package code

import (
	"context"

	"channelrouter/model"
)

// A label that cannot be read any more is replaced by a spare one. The spare's codes lead to
// the item from then on: what was told of it and won with it stays where it is, nothing moves,
// and whoever can still read the old label reads the same item.

// Relabel has a spare label stand for an item. Doing so twice is doing so once. ErrBadSpare
// unless the spare is of the item's product and level, has an outer code as the item has, is
// neither live, withdrawn nor in use, and stands for nothing else. Whether the spare was
// packed or moved is the caller's to know.
func (s *Service) Relabel(ctx context.Context, r model.Relabel) error {
	spare, item := s.BatchOf(r.Spare), s.BatchOf(r.Item)
	if spare == nil || item == nil {
		return ErrNeverIssued.With("items %s and %s", r.Spare, r.Item)
	}
	return s.rewrite(ctx, spare.ID, func(ctx context.Context, spare *Batch, _ int64) error {
		used, err := s.store.relabelled(ctx, []model.ItemID{r.Spare, r.Item})
		if err != nil {
			return err
		}
		for _, u := range used {
			switch {
			case u.Spare == r.Spare && u.Item == r.Item:
				return nil
			case u.Spare == r.Spare, u.Item == r.Spare, u.Spare == r.Item:
				return ErrBadSpare.With("label %s stands for %s", u.Spare, u.Item)
			}
		}
		if err := spare.maySpare(r.Spare, item, r.Item); err != nil {
			return err
		}
		r.BatchID, r.At = spare.ID, s.clock.Now()
		return s.store.insert(ctx, &r)
	})
}

// maySpare is the rule for a label that is to stand for an item of a batch.
func (b *Batch) maySpare(spare model.ItemID, of *Batch, item model.ItemID) error {
	switch {
	case spare.Level() != item.Level():
		return ErrBadSpare.With("a label for a %s, not for a %s", spare.Level(), item.Level())
	case b.ProductID != of.ProductID:
		return ErrBadSpare.With("batch %s is of another product than batch %s", b.Ref, of.Ref)
	case !b.Level(spare.Level()).Has(model.Outer) || !of.Level(item.Level()).Has(model.Outer):
		return ErrBadSpare.With("only labels that stand outside are replaced")
	case b.Linking == model.ScatterLinked || b.formulaLinks(spare):
		return ErrBadSpare.With("label %s of batch %s is of other goods by its number", spare, b.Ref)
	case holds(b.active, spare):
		return ErrBadSpare.With("label %s is active", spare)
	case holds(b.revoked, spare):
		return ErrBadSpare.With("label %s was withdrawn", spare)
	}
	return nil
}

// SpareIn returns a spare label in use among items, or 0.
func (b *Batch) SpareIn(r model.ItemRange) model.ItemID {
	for spare := range b.standsFor {
		if r.Contains(spare) {
			return spare
		}
	}
	return 0
}

// formulaLinks tells whether the batch's formula has an item in something, or something in it.
func (b *Batch) formulaLinks(item model.ItemID) bool {
	_, packed := b.Parent(item)
	_, filled := b.Children(model.One(item))
	return packed || filled
}

// LabelsOf lists the spare labels that stand for an item, in order of time.
func (s *Service) LabelsOf(ctx context.Context, item model.ItemID) ([]model.Relabel, error) {
	return s.store.relabelled(ctx, []model.ItemID{item})
}
