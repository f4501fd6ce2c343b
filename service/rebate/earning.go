package rebate

import (
	"context"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// Earning is as much of an accrual as sums are made of.
type Earning struct {
	TxnID       model.TxnID
	OrgID       model.OrgID
	ProgrammeID model.ProgrammeID // 0: the basic rates
	ProductID   model.ProductID   // 0 of a period's
	Item        model.ItemID      // 0 of a period's
	Fen         money.Fen
}

// Earnings are the accruals of ledger transactions, in no order. It asks once for the set,
// which has a few thousand at most.
func (s *Service) Earnings(ctx context.Context, txns []model.TxnID) ([]Earning, error) {
	if len(txns) == 0 {
		return nil, nil
	}
	return s.store.earnings(ctx, txns)
}

// Programmes are those of ids that exist, by id.
func (s *Service) Programmes(ctx context.Context, ids []model.ProgrammeID) (map[model.ProgrammeID]model.RebateProgramme, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.store.programmes(ctx, ids)
}
