package custody

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Void takes back an event that was told in error. It stays in the log and is left out of all
// that is believed: its goods are folded anew without it, so that what followed and only
// fitted because of it is pending, and what waited and fits now takes place. Scans since the
// event are judged again. Voiding twice is voiding once, and nothing undoes it. Errors:
// ErrUnknownEvent; ErrNotVoidable where it packed items that come in no order: where these are
// is kept without times, so nothing says where they were without it.
func (s *Service) Void(ctx context.Context, id model.EventID, reason string) (model.CustodyEvent, error) {
	var voided model.CustodyEvent
	err := s.db.Run(ctx, func(ctx context.Context) error {
		stored, err := s.store.event(ctx, id)
		if err != nil {
			return err
		}
		if stored == nil {
			return ErrUnknownEvent.With("id %d", id)
		}
		voided = *stored
		voided.State = model.EventVoided
		if stored.State == model.EventVoided {
			return nil
		}
		return s.void(ctx, *stored, reason)
	})
	return voided, err
}

// void locks the goods of an event, marks it, and folds them anew.
func (s *Service) void(ctx context.Context, event model.CustodyEvent, reason string) error {
	// Another replica may have issued the goods' batch a moment ago.
	if err := s.codes.Refresh(ctx); err != nil {
		return err
	}
	e, family, err := s.takeStored(ctx, event)
	if err != nil {
		return err
	}
	if err := s.inOrderOnly(ctx, e); err != nil {
		return err
	}
	// Asked only now: who held the goods before us may have voided it.
	if first, err := s.store.void(ctx, e.ID); err != nil || !first {
		return err
	}
	db.Note(ctx, "custody event %d voided: %s", e.ID, cmp.Or(reason, "no reason given"))
	if _, err := s.rebuild(ctx, family, e.EventTime); err != nil {
		return err
	}
	return s.announce(ctx, e, family)
}

// takeStored locks all goods whose state may change when a stored event is voided, and returns
// it with them. A line's event may grow until its goods are held.
func (s *Service) takeStored(ctx context.Context, event model.CustodyEvent) (step, []model.ItemRange, error) {
	e := step{CustodyEvent: event}
	var err error
	if e.ranges, err = s.store.rangesOf(ctx, e.ID); err != nil {
		return e, nil, err
	}
	for {
		family, err := s.take(ctx, e)
		if err != nil {
			return e, nil, err
		}
		ranges, err := s.store.rangesOf(ctx, e.ID)
		if err != nil || slices.Equal(ranges, e.ranges) {
			return e, family, err
		}
		e.ranges = ranges
	}
}

// inOrderOnly answers ErrNotVoidable when an event packed scattered items, as only lines do.
func (s *Service) inOrderOnly(ctx context.Context, e step) error {
	filled, err := s.store.filledBy(ctx, e.ID, s.told(e).Filled)
	if err == nil && filled {
		err = ErrNotVoidable.With("event %d", e.ID)
	}
	return err
}
