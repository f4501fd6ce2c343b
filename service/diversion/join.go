package diversion

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
)

// gathered is what is known of a lot together.
type gathered struct {
	lot
	flags int64
	opens bool // it is a case, and not only watched
}

// join takes the open cases of lots, or those that are watched, makes what is missing, and
// counts the flags on each. They stay as they are until the transaction ends: a decision waits
// for it, or came before, and then the lot's next case is taken, which is linked to the decided
// one.
func (s *Service) join(ctx context.Context, lots map[string]gathered) (map[string]model.CaseID, error) {
	// One order for all, so that scans never wait for each other in a circle.
	keys := slices.Sorted(maps.Keys(lots))
	fresh := make([]model.DiversionCase, len(keys))
	for i, key := range keys {
		g := lots[key]
		fresh[i] = model.DiversionCase{
			ID: model.CaseID(s.ids.Next()), OpenKey: &key, Lot: key, Origin: g.origin, Terminal: g.terminal, Adcode: g.adcode,
			City: g.adcode, ProductID: g.product, WindowFrom: g.window, Status: model.CaseWatched, OpenedAt: s.clock.Now(), Flags: g.flags,
		}
		if g.opens {
			fresh[i].Status = model.CaseOpen
		}
	}
	taken, err := s.store.takeCases(ctx, fresh)
	if err != nil {
		return nil, err
	}
	made, waking := map[string]model.CaseID{}, make([]model.CaseID, 0, len(keys))
	for _, c := range fresh {
		switch {
		case taken[c.Lot] == c.ID:
			made[c.Lot] = c.ID
		case c.Status == model.CaseOpen:
			waking = append(waking, taken[c.Lot])
		}
	}
	woken, err := s.store.open(ctx, waking, 0, s.clock.Now())
	if err != nil {
		return nil, err
	}
	if err := s.noteOpened(ctx, woken, raisedBy{}); err != nil {
		return nil, err
	}
	if err := s.store.linkToLast(ctx, made); err != nil {
		return nil, err
	}
	if err := s.locate(ctx, fresh, made); err != nil {
		return nil, err
	}
	return taken, s.tellOpened(ctx, fresh, made)
}

// locate writes down in which city the terminals of new cases are, or in which division where
// that is no city.
func (s *Service) locate(ctx context.Context, fresh []model.DiversionCase, made map[string]model.CaseID) error {
	var shops []model.OrgID
	for _, c := range fresh {
		if made[c.Lot] == c.ID && c.Terminal != 0 {
			shops = append(shops, c.Terminal)
		}
	}
	orgs, err := s.channel.Orgs(ctx, shops)
	if err != nil {
		return err
	}
	cities := map[model.CaseID]string{}
	for _, c := range fresh {
		if made[c.Lot] == c.ID && c.Terminal != 0 {
			at := orgs[c.Terminal].Adcode
			cities[c.ID] = cmp.Or(placeOf(at), at)
		}
	}
	return s.store.settle(ctx, cities)
}

// tellOpened tells of cases that were open from the first.
func (s *Service) tellOpened(ctx context.Context, fresh []model.DiversionCase, made map[string]model.CaseID) error {
	var told []outbox.Event
	for _, c := range fresh {
		if made[c.Lot] == c.ID && c.Status == model.CaseOpen {
			told = append(told, event.CaseOpened{CaseID: c.ID})
		}
	}
	return s.outbox.Add(ctx, told...)
}
