package rebate

import (
	"context"

	"channelrouter/model"
)

// OrgAccruals pages through an organisation's accruals, oldest first, after a transaction
// (0: from the first), opened. A page ends with a whole transaction, so it may exceed limit.
func (s *Service) OrgAccruals(ctx context.Context, org model.OrgID, after model.TxnID, limit int) ([]Line, error) {
	rows, err := s.store.orgAccruals(ctx, org, after, limit)
	if err != nil {
		return nil, err
	}
	return s.linesOf(ctx, rows)
}

// OfItem returns what a unit was worth to organisations, opened, version by version: what one
// posted, the next takes back where it is worth something else by then.
func (s *Service) OfItem(ctx context.Context, item model.ItemID) ([]Line, error) {
	rows, err := s.store.itemAccruals(ctx, item)
	if err != nil {
		return nil, err
	}
	return s.linesOf(ctx, rows)
}

// Totals sums accruals by organisation, tier and whether the goods were diverted.
func (s *Service) Totals(ctx context.Context, fromDate, toDate int32) ([]Total, error) {
	return s.store.totals(ctx, fromDate, toDate)
}

// OfDay pages through what organisations earned on a business day, yyyymmdd, by their ids.
func (s *Service) OfDay(ctx context.Context, day int32, after model.OrgID, limit int) ([]Total, error) {
	return s.store.ofDay(ctx, day, after, limit)
}
