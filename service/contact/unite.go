package contact

import (
	"context"

	"channelrouter/model/event"
)

// OnPersonUnited gives what persons wrote who turned out to be others to those they are.
// Told again it changes nothing.
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		for _, f := range facts { // one after the other: one's heir may be the next one's
			if err := s.store.inherit(ctx, f.From, f.To); err != nil {
				return err
			}
		}
		return nil
	})
}
