package rebate

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Earned is what facts are worth to a level, as the room works it out.
func (t Terms) Earned(f Facts, tier model.OrgKind) money.Fen {
	return t.earned(f).ShareDown(t.Shares.of(tier))
}

// Due are the first standings that facts have touched.
func (s *Service) Due(ctx context.Context) ([]model.RebateStanding, error) {
	return s.store.dueStandings(ctx, model.RebateStanding{}, standingBatch)
}

// Claim takes a standing as it was read, as settling does, and tells whether it could.
func (s *Service) Claim(ctx context.Context, st model.RebateStanding) (claimed bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		claimed, err = s.store.claimStanding(ctx, st)
		return err
	})
	return claimed, err
}

// Time has what-ifs measure how long they take by a clock.
func (s *Service) Time(c clock.Clock) { s.timer = c }
