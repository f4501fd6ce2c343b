package diversion

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// join takes the open cases of lots, opening what is missing, and counts the flags on
// each. They stay open until the transaction ends: a decision waits for it, or came
// before, and then the lot's next case is taken, which is linked to the decided one.
func (s *Service) join(ctx context.Context, lots map[string]lot, count map[string]int64) (map[string]model.CaseID, error) {
	// One order for all, so that scans never wait for each other in a circle.
	keys := slices.Sorted(maps.Keys(lots))
	fresh := make([]model.DiversionCase, len(keys))
	for i, key := range keys {
		l := lots[key]
		fresh[i] = model.DiversionCase{
			ID: model.CaseID(s.ids.Next()), OpenKey: &key, Lot: key, Origin: l.origin, Terminal: l.terminal, Adcode: l.adcode,
			ProductID: l.product, WindowFrom: l.window, Status: model.CaseOpen, OpenedAt: s.clock.Now(), Flags: count[key],
		}
	}
	taken, err := s.store.takeCases(ctx, fresh)
	if err != nil {
		return nil, err
	}
	opened := map[string]model.CaseID{}
	for _, c := range fresh {
		if taken[c.Lot] == c.ID {
			opened[c.Lot] = c.ID
		}
	}
	return taken, s.store.linkToLast(ctx, opened)
}
