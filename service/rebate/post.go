package rebate

import (
	"context"
	"fmt"
	"strings"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// workOut brings the posted rebates of units that were taken to what their facts amount
// to now, and saves the units: nothing is posted for one whose result is the same; else
// its old version is reversed and the new one posted. Whom a unit counts for is kept
// beside it.
func (s *Service) workOut(ctx context.Context, units map[model.ItemID]*model.RebateUnit) error {
	if len(units) == 0 {
		return nil
	}
	results, err := s.due(ctx, units)
	if err != nil {
		return err
	}
	var changed []*model.RebateUnit
	var taken []model.RebateAccrual
	for _, item := range sortedItems(units) {
		u := units[item]
		if results[item].digest == u.Digest {
			continue
		}
		back, err := s.takeBack(ctx, u)
		if err != nil {
			return err
		}
		u.Version, u.Digest = u.Version+1, results[item].digest
		changed, taken = append(changed, u), append(taken, back...)
	}
	if err := s.grant(ctx, changed, results, taken); err != nil {
		return err
	}
	if err := s.post(ctx, changed, results); err != nil {
		return err
	}
	if err := s.countAll(ctx, units, results); err != nil {
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
		if isLimit(u.Withheld) {
			u.Withheld = ""
		}
		if p := posting(u, results[u.Item]); len(p.Entries) > 0 {
			postings, posted = append(postings, p), append(posted, u)
		} else if shares := results[u.Item].shares; len(shares) > 0 {
			u.Withheld = shares[0].reason // cap or budget left nothing of any
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

// posting moves every share from the brand to its organisation. It has no entries where
// there is nothing to move.
func posting(u *model.RebateUnit, r result) ledger.Posting {
	p := ledger.Posting{Key: fmt.Sprintf("rebate/%d/%d", u.Item, u.Version), Kind: "rebate", At: r.sale.at}
	var total money.Fen
	for _, sh := range r.shares {
		if sh.fen > 0 {
			p.Entries = append(p.Entries, ledger.Entry{Account: accountOf(sh.org), Amount: int64(sh.fen)})
			total += sh.fen
		}
	}
	if total > 0 {
		p.Entries = append(p.Entries, ledger.Entry{Account: brandAccount, Amount: -int64(total)})
	}
	return p
}

// brandAccount is what rebates cost the brand.
var brandAccount = model.Account{Kind: model.BrandRebate, Asset: model.CNY}

// accountOf is what is owed to an organisation.
func accountOf(org model.OrgID) model.Account {
	return model.Account{Kind: model.OrgRebate, Owner: int64(org), Asset: model.CNY}
}

func accruals(u *model.RebateUnit, r result) []model.RebateAccrual {
	rows := make([]model.RebateAccrual, len(r.shares))
	counted := map[model.OrgID]bool{}
	for i, sh := range r.shares {
		rows[i] = model.RebateAccrual{
			TxnID: u.TxnID, OrgID: sh.org, Tier: sh.tier, ProgrammeVersion: r.policy, Item: u.Item, Version: u.Version,
			ProductID: r.product.ID, Fen: sh.fen, Diverted: r.diverted, Terminal: r.sale.terminal,
			Reasons: joinReasons(r.sale.reasons, sh.reason), SoldAt: r.sale.at, BizDate: clock.BizDate(r.sale.at),
		}
		if sh.by != nil {
			rows[i].ProgrammeID, rows[i].ProgrammeVersion = sh.by.ID, sh.by.number
			rows[i].Period = periodOf(sh.by.terms.Every, monthOf(rows[i].BizDate))
		}
		if !counted[sh.org] {
			counted[sh.org], rows[i].Units = true, 1
		}
	}
	return rows
}

func joinReasons(reasons ...string) string {
	var said []string
	for _, r := range reasons {
		if r != "" {
			said = append(said, r)
		}
	}
	return strings.Join(said, ",")
}

// takeBack reverses the accrual in force, in the ledger and in the accruals, and returns
// what it was.
func (s *Service) takeBack(ctx context.Context, u *model.RebateUnit) ([]model.RebateAccrual, error) {
	if u.TxnID == 0 {
		return nil, nil
	}
	now := s.clock.Now()
	key := fmt.Sprintf("rebate/%d/%d/reversal", u.Item, u.Version)
	txn, err := s.ledger.Reverse(ctx, u.TxnID, key, now)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.accruals(ctx, u.Item, u.Version)
	if err != nil {
		return nil, err
	}
	u.Version++ // the taking back is a version of its own
	back := make([]model.RebateAccrual, len(rows))
	for i, row := range rows {
		row.Version, row.Fen, row.Units, row.TxnID = u.Version, -row.Fen, -row.Units, txn
		row.BizDate = clock.BizDate(now)
		back[i] = row
	}
	return rows, s.store.insertAccruals(ctx, back)
}
