package privacy

import (
	"context"
	"time"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// eraseStep deals with a table's rows, some hundred at a time, until none is left. again says that
// the request has to wait first.
func (s *Service) eraseStep(ctx context.Context, r *model.DataRequest, of *step, subject personal.Subject) (again time.Duration, err error) {
	waits, err := s.waits(ctx, *r, of.part, subject)
	if err != nil || waits {
		return waitFor, err
	}
	for of.DoneAt == nil {
		s.alive()
		err := of.table.Take(ctx, s.db, subject, s.rows, func(ctx context.Context, n int64) error {
			var doneAt *time.Time
			if n == 0 {
				now := s.clock.Now()
				doneAt = &now
			}
			if err := s.store.advance(ctx, of.DataRequestStep, n, "", doneAt); err != nil {
				return err
			}
			of.DoneAt = doneAt
			if doneAt == nil || !s.lastOfAccess(*of) {
				return nil
			}
			// Nobody is recognised as this person any more. What he has open in some app ends now, and
			// a moment later everywhere: nothing new comes to him while the rest is erased.
			again = settleFor
			return s.endSessions(ctx, subject)
		})
		if err != nil {
			return 0, err
		}
	}
	return again, nil
}

// waits tells whether something came up since the approval that has to be settled before a part is
// touched: a payout under way, a membership.
func (s *Service) waits(ctx context.Context, r model.DataRequest, part personal.Part, subject personal.Subject) (bool, error) {
	for _, debt := range part.Debts {
		if debt.Waived && r.GivesUp {
			continue
		}
		n, err := debt.Owed(ctx, s.db, subject)
		if err != nil || n > 0 {
			return true, err
		}
	}
	return false, nil
}

func (s *Service) lastOfAccess(of step) bool {
	first := s.parts[0]
	return of.part.Name == first.Name && of.table.Model == first.Tables[len(first.Tables)-1].Model
}

func (s *Service) endSessions(ctx context.Context, subject personal.Subject) error {
	for _, id := range subject.People {
		if err := s.identity.RevokeAll(ctx, "", id); err != nil {
			return err
		}
	}
	return nil
}
