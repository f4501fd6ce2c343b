package rebate

import (
	"context"
	"fmt"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// accrue brings the posted rebate of a unit to what its facts amount to now: nothing
// changes when the result is the same, else the old version is reversed and the new
// one posted. u is updated; the caller saves it.
func (s *Service) accrue(ctx context.Context, u *model.RebateUnit) error {
	due, err := s.due(ctx, u)
	if err != nil || due.digest == u.Digest {
		return err
	}
	if err := s.takeBack(ctx, u); err != nil {
		return err
	}
	u.Version, u.Digest = u.Version+1, due.digest
	return s.post(ctx, u, due)
}

func (s *Service) post(ctx context.Context, u *model.RebateUnit, due result) error {
	u.TxnID = 0
	if len(due.shares) == 0 {
		return nil
	}
	sold := due.sale
	posting := ledger.Posting{Key: fmt.Sprintf("rebate/%d/%d", u.Item, u.Version), Kind: "rebate", At: sold.at}
	var total int64
	for _, sh := range due.shares {
		account := model.Account{Kind: model.OrgRebate, Owner: int64(sh.org), Asset: model.CNY}
		posting.Entries = append(posting.Entries, ledger.Entry{Account: account, Amount: int64(sh.fen)})
		total += int64(sh.fen)
	}
	brand := model.Account{Kind: model.BrandRebate, Asset: model.CNY}
	posting.Entries = append(posting.Entries, ledger.Entry{Account: brand, Amount: -total})
	ids, err := s.ledger.Post(ctx, posting)
	if err != nil {
		return err
	}
	u.TxnID = ids[0]
	rows := make([]model.RebateAccrual, len(due.shares))
	for i, sh := range due.shares {
		rows[i] = model.RebateAccrual{
			Item: u.Item, Version: u.Version, OrgID: sh.org, Tier: sh.tier, Fen: sh.fen, Diverted: due.diverted, Terminal: sold.terminal,
			Reasons: sold.reasons, SoldAt: sold.at, BizDate: clock.BizDate(sold.at), TxnID: u.TxnID, Programme: due.programme,
		}
	}
	return s.store.insertAccruals(ctx, rows)
}

// takeBack reverses the accrual in force, in the ledger and in the accruals.
func (s *Service) takeBack(ctx context.Context, u *model.RebateUnit) error {
	if u.TxnID == 0 {
		return nil
	}
	now := s.clock.Now()
	key := fmt.Sprintf("rebate/%d/%d/reversal", u.Item, u.Version)
	txn, err := s.ledger.Reverse(ctx, u.TxnID, key, now)
	if err != nil {
		return err
	}
	rows, err := s.store.accruals(ctx, u.Item, u.Version)
	if err != nil {
		return err
	}
	u.Version++ // the taking back is a version of its own
	for i := range rows {
		rows[i].Version, rows[i].Fen, rows[i].TxnID = u.Version, -rows[i].Fen, txn
		rows[i].BizDate = clock.BizDate(now)
	}
	return s.store.insertAccruals(ctx, rows)
}

// OrgAccruals pages through an organisation's accruals, oldest first.
func (s *Service) OrgAccruals(ctx context.Context, org model.OrgID, after model.ItemID, limit int) ([]model.RebateAccrual, error) {
	return s.store.orgAccruals(ctx, org, after, limit)
}

// Totals sums accruals by organisation, tier and whether the goods were diverted.
func (s *Service) Totals(ctx context.Context, fromDate, toDate int32) ([]Total, error) {
	return s.store.totals(ctx, fromDate, toDate)
}
