package message

import (
	"context"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnPersonUnited gives what persons were told, accept and have set to those that they
// turned out to be. What both were told, by one key, stays told once.
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		for _, f := range facts { // one after the other: one's heir may be the next one's
			if err := s.unite(ctx, f.From, f.To); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) unite(ctx context.Context, from, to model.PersonID) error {
	consents, err := s.store.leaveConsents(ctx, from)
	if err != nil {
		return err
	}
	if len(consents) > 0 {
		for i := range consents {
			consents[i].PersonID = to
		}
		if err := s.store.addConsents(ctx, consents); err != nil {
			return err
		}
	}
	own, err := s.store.quietHours(ctx, []model.PersonID{from, to})
	if err != nil {
		return err
	}
	if h, set := own[from]; set && own[to].PersonID == 0 {
		h.PersonID = to
		if err := s.store.saveQuietHours(ctx, h); err != nil {
			return err
		}
	}
	return s.store.moveMessages(ctx, from, to)
}
