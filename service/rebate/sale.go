package rebate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/model/event"
)

// countedAs identifies whom a unit counts for, and as what; "" where it does not.
func (r result) countedAs() string {
	if len(r.chain) == 0 {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d %d %v", r.sale.at.UnixMicro(), r.product.ID, r.matched)
	for _, at := range r.chain {
		fmt.Fprintf(h, " %s", at.path)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// salesOf is whom a unit counts for, a row each.
func (r result) salesOf(item model.ItemID) []model.RebateSale {
	rows := make([]model.RebateSale, len(r.chain))
	for i, at := range r.chain {
		rows[i] = model.RebateSale{
			Item: item, OrgID: at.org, Tier: at.tier, ProductID: r.product.ID, Terminal: r.sale.terminal, Matched: r.matched,
			Chain: at.path, SoldAt: r.sale.at, BizDate: clock.BizDate(r.sale.at),
		}
	}
	return rows
}

func bucketOf(sale model.RebateSale) model.RebateBucket {
	return model.RebateBucket{
		OrgID: sale.OrgID, Month: monthOf(sale.BizDate), ProductID: sale.ProductID, Matched: sale.Matched, Chain: sale.Chain, Tier: sale.Tier,
	}
}

// countAll keeps whom units count for, and what volumes change by: the set's changes are
// added up, and inserted, so that no two who do so wait for each other. Work counts them.
func (s *Service) countAll(ctx context.Context, units map[model.ItemID]*model.RebateUnit, results map[model.ItemID]result) error {
	var items []model.ItemID
	var sales []model.RebateSale
	for _, item := range sortedItems(units) {
		u, r := units[item], results[item]
		if counted := r.countedAs(); counted != u.Counted {
			u.Counted = counted
			items, sales = append(items, item), append(sales, r.salesOf(item)...)
		}
	}
	if len(items) == 0 {
		return nil
	}
	old, err := s.store.replaceSales(ctx, items, sales)
	if err != nil {
		return err
	}
	changes := map[model.RebateBucket]int64{}
	for _, sale := range old {
		changes[bucketOf(sale)]--
	}
	for _, sale := range sales {
		changes[bucketOf(sale)]++
	}
	var counts []model.RebateCount
	for bucket, units := range changes {
		counts = append(counts, model.RebateCount{ID: s.ids.Next(), RebateBucket: bucket, Units: units})
	}
	if err := s.store.insertCounts(ctx, counts); err != nil {
		return err
	}
	return s.tellSales(ctx, old, sales)
}

// tellSales tells the rooms above what now counts for terminals, and what no longer does.
func (s *Service) tellSales(ctx context.Context, old, fresh []model.RebateSale) error {
	type place struct {
		item  model.ItemID
		day   int32
		chain string
	}
	sums := map[place]int{}
	for _, sale := range old {
		sums[place{sale.Item, sale.BizDate, sale.Chain}]--
	}
	for _, sale := range fresh {
		sums[place{sale.Item, sale.BizDate, sale.Chain}]++
	}
	var told event.SalesChanged
	for i, sale := range slices.Concat(old, fresh) {
		units := 1
		if i < len(old) {
			units = -1
		}
		if sale.OrgID != sale.Terminal || sums[place{sale.Item, sale.BizDate, sale.Chain}] != units {
			continue
		}
		told.Changes = append(told.Changes, event.SaleChange{
			ID: s.ids.Next(), Item: sale.Item, ProductID: sale.ProductID, Terminal: sale.Terminal, Chain: sale.Chain,
			SoldAt: sale.SoldAt, Units: units,
		})
	}
	if len(told.Changes) == 0 {
		return nil
	}
	return s.outbox.Add(ctx, told)
}
