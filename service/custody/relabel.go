package custody

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

// Relabelling asks that a spare label stand for goods whose own cannot be read. What can be
// read is a code of something inside them, or another of their own.
type Relabelling struct {
	Of     string
	Level  *model.Level // of the container around Of that is meant; nil: Of itself
	Spare  string
	Reason string
	UserID model.UserID
}

// Relabel has the spare stand for the goods, and answers which those are. Doing so twice is
// doing so once. ErrNotPacked when Of is in no container of the level; code.ErrBadSpare for a
// label that cannot stand in, or of which something was told.
func (s *Service) Relabel(ctx context.Context, r Relabelling) (model.ItemID, error) {
	item, err := s.labelled(ctx, r)
	if err != nil {
		return 0, err
	}
	resolved, err := s.codes.ResolveIssued(ctx, code.FromPrinted(r.Spare))
	if err != nil {
		return 0, withCode(err, r.Spare)
	}
	spare := resolved.Item
	if spare == item { // told before, unless it is the goods' own
		if own, err := s.codes.Codec().Decode(code.FromPrinted(r.Spare)); err != nil || own.Item() == item {
			return 0, code.ErrBadSpare.With("code %q is the goods' own", r.Spare)
		}
		return item, nil
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.untouched(ctx, spare); err != nil {
			return err
		}
		return s.codes.Relabel(ctx, model.Relabel{Spare: spare, Item: item, UserID: r.UserID, Reason: r.Reason})
	})
	if err != nil || db.Inside(ctx) { // the registry must not know what may yet be rolled back
		return item, err
	}
	return item, s.codes.Refresh(ctx)
}

// labelled is the item whose label is to be replaced.
func (s *Service) labelled(ctx context.Context, r Relabelling) (model.ItemID, error) {
	resolved, err := s.codes.ResolveAny(ctx, code.FromPrinted(r.Of))
	if err != nil {
		return 0, withCode(err, r.Of)
	}
	items, err := s.Canonical(ctx, []model.ItemID{resolved.Item})
	if err != nil || r.Level == nil {
		return items[0], err
	}
	trace, err := s.TraceAt(ctx, items[0], s.clock.Now())
	if err != nil {
		return 0, err
	}
	if container := trace.In(*r.Level); container != 0 {
		return container, nil
	}
	return 0, ErrNotPacked.With("code %q is in no %s", r.Of, *r.Level)
}

// untouched makes sure that nothing was told of a label, and that nothing is meanwhile.
func (s *Service) untouched(ctx context.Context, spare model.ItemID) error {
	label := []model.ItemRange{model.One(spare)}
	if err := s.store.lockBlocks(ctx, blocksOf(label)); err != nil {
		return err
	}
	told, err := s.store.eventsOver(ctx, s.bounds(label))
	if err != nil {
		return err
	}
	filled, err := s.store.linkedWith(ctx, s.bounds(label))
	if err != nil {
		return err
	}
	if len(told)+len(filled) > 0 {
		return code.ErrBadSpare.With("label %s was packed or moved", spare)
	}
	return nil
}
