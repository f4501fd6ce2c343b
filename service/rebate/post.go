package rebate

import (
	"context"
	"fmt"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// workOut brings the posted rebates of units that were taken to what their facts amount
// to now, and saves the units: nothing is posted for one whose result is the same; else
// its old version is reversed and the new one posted.
func (s *Service) workOut(ctx context.Context, units map[model.ItemID]*model.RebateUnit) error {
	if len(units) == 0 {
		return nil
	}
	results, err := s.due(ctx, units)
	if err != nil {
		return err
	}
	var changed []*model.RebateUnit
	for _, item := range sortedItems(units) {
		u := units[item]
		if results[item].digest == u.Digest {
			continue
		}
		if err := s.takeBack(ctx, u); err != nil {
			return err
		}
		u.Version, u.Digest = u.Version+1, results[item].digest
		changed = append(changed, u)
	}
	if err := s.post(ctx, changed, results); err != nil {
		return err
	}
	return s.store.saveUnits(ctx, units)
}

// post posts the results of units that changed, and keeps who got what.
func (s *Service) post(ctx context.Context, units []*model.RebateUnit, results map[model.ItemID]result) error {
	var postings []ledger.Posting
	var posted []*model.RebateUnit
	for _, u := range units {
		u.TxnID = 0
		if r := results[u.Item]; len(r.shares) > 0 {
			postings, posted = append(postings, posting(u, r)), append(posted, u)
		}
	}
	ids, err := s.ledger.Post(ctx, postings...)
	if err != nil {
		return err
	}
	var rows []model.RebateAccrual
	for i, u := range posted {
		u.TxnID = ids[i]
		rows = append(rows, accruals(u, results[u.Item])...)
	}
	return s.store.insertAccruals(ctx, rows)
}

// posting moves every share from the brand to its organisation.
func posting(u *model.RebateUnit, r result) ledger.Posting {
	p := ledger.Posting{Key: fmt.Sprintf("rebate/%d/%d", u.Item, u.Version), Kind: "rebate", At: r.sale.at}
	var total int64
	for _, sh := range r.shares {
		account := model.Account{Kind: model.OrgRebate, Owner: int64(sh.org), Asset: model.CNY}
		p.Entries = append(p.Entries, ledger.Entry{Account: account, Amount: int64(sh.fen)})
		total += int64(sh.fen)
	}
	brand := model.Account{Kind: model.BrandRebate, Asset: model.CNY}
	p.Entries = append(p.Entries, ledger.Entry{Account: brand, Amount: -total})
	return p
}

func accruals(u *model.RebateUnit, r result) []model.RebateAccrual {
	rows := make([]model.RebateAccrual, len(r.shares))
	for i, sh := range r.shares {
		rows[i] = model.RebateAccrual{
			Item: u.Item, Version: u.Version, OrgID: sh.org, Tier: sh.tier, Fen: sh.fen, Diverted: r.diverted, Terminal: r.sale.terminal,
			Reasons: r.sale.reasons, SoldAt: r.sale.at, BizDate: clock.BizDate(r.sale.at), TxnID: u.TxnID, Programme: r.programme,
		}
	}
	return rows
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

// OfDay pages through what organisations earned on a business day, yyyymmdd, by their ids.
func (s *Service) OfDay(ctx context.Context, day int32, after model.OrgID, limit int) ([]Total, error) {
	return s.store.ofDay(ctx, day, after, limit)
}
