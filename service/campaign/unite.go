package campaign

import (
	"context"

	"channelrouter/model/event"
)

// OnPersonUnited gives what a person has won to who he turned out to be. Draws stay as they
// were made: a unit is drawn once, whoever drew it. What caps count of him follows when he
// draws (countSelves).
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		for _, f := range facts { // one after the other: one's heir may be the next one's
			if err := s.store.moveWins(ctx, f.From, f.To); err != nil {
				return err
			}
		}
		return nil
	})
}
