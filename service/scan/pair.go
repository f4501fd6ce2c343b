package scan

import (
	"context"
	"errors"
	"maps"
	"slices"

	"channelrouter/model"
)

// A cap and its bottle are one thing from when the line tells that they are a pair. What was
// won of the cap by itself, before, stays won: whoever scans either of them is told. Someone
// who is at it while the pair is told holds the cap's row until he looks once more, and
// begins anew as the bottle if it was; those who know the pair wait for that row.

// errPaired: what was scanned as a cap by itself has become a bottle's meanwhile.
var errPaired = errors.New("scan: a cap was paired meanwhile")

// meetPairs takes caps that were paired since they were admitted to their bottles, and finds
// out which goods have a cap.
func (s *Service) meetPairs(ctx context.Context, w *world) error {
	items := make([]model.ItemID, len(w.visits))
	for i, v := range w.visits {
		items[i] = v.resolved.Item
	}
	same, err := s.Custody.Canonical(ctx, items)
	if err != nil {
		return err
	}
	for i, v := range w.visits {
		if same[i] != items[i] {
			v.resolved.Item, v.resolved.Batch = same[i], s.Code.BatchOf(same[i])
		}
	}
	w.caps, err = s.Custody.Capped(ctx, same)
	return err
}

// addWonOfCaps adds to what was won what was won of bottles' caps by themselves.
func (s *Service) addWonOfCaps(ctx context.Context, w *world) error {
	if len(w.caps) == 0 {
		return nil
	}
	rows, err := s.store.onceOfCaps(ctx, slices.Sorted(maps.Values(w.caps)))
	for _, r := range rows {
		w.once[onceKey{r.Item, r.Purpose}] = r
	}
	return err
}

// stillUnpaired looks once more at caps of which something was won by themselves: errPaired
// when one of them is a bottle by now.
func (s *Service) stillUnpaired(ctx context.Context, won []model.ScanOnce) error {
	items := make([]model.ItemID, len(won))
	for i, row := range won {
		items[i] = row.Item
	}
	same, err := s.Custody.Canonical(ctx, items)
	if err == nil && !slices.Equal(same, items) {
		err = errPaired
	}
	return err
}
