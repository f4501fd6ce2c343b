package warehouse

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
	"channelrouter/service/code"
)

// receivedBefore is the receipt that has taken a key.
func (s *Service) receivedBefore(ctx context.Context, n NewReceipt, r model.GoodsReceipt) (Receipt, error) {
	earlier, err := s.store.receiptByKey(ctx, r.Key)
	if err != nil {
		return Receipt{}, err
	}
	if earlier == nil || earlier.InputHash != r.InputHash {
		return Receipt{}, ErrKeyReused.With("key %q", r.Key)
	}
	return s.receipt(ctx, n, *earlier)
}

// receipt answers a stored receipt, for the codes that it was made of.
func (s *Service) receipt(ctx context.Context, n NewReceipt, row model.GoodsReceipt) (Receipt, error) {
	d, err := s.GetDelivery(ctx, row.DeliveryID)
	if err != nil {
		return Receipt{}, err
	}
	r, err := s.withGoodsReceived(ctx, row)
	if err != nil {
		return r, err
	}
	r.Delivery = d
	if row.EventID != 0 {
		if r.Event, err = s.Custody.Event(ctx, row.EventID); err != nil {
			return r, err
		}
	}
	codes := n.codes()
	items, err := s.Custody.ItemsOf(ctx, codes, code.Withdrawn) // since then, too
	if err != nil {
		return r, err
	}
	r.Codes = make([]ReceivedCode, len(codes))
	for i, text := range codes {
		r.Codes[i] = ReceivedCode{Code: text, Outcome: r.outcome(items[i])}
	}
	return r, nil
}

// outcome is what became of a thing that was named.
func (r Receipt) outcome(item model.ItemID) model.ReceiptOutcome {
	at, found := slices.BinarySearchFunc(r.Goods, item, func(g ReceivedGoods, item model.ItemID) int { return place(g.Items, item) })
	if !found {
		return 0
	}
	return r.Goods[at].Outcome
}

// Received is the goods that the receiver has by it.
func (r Receipt) Received() (goods []model.ItemRange) {
	for _, g := range r.Goods {
		if g.Outcome == model.ReceiptExpected || g.Outcome == model.ReceiptSurplus {
			goods = append(goods, g.Items)
		}
	}
	return goods
}

// withGoodsReceived adds to a receipt what became of its goods.
func (s *Service) withGoodsReceived(ctx context.Context, row model.GoodsReceipt) (Receipt, error) {
	r := Receipt{GoodsReceipt: row}
	lines, err := s.store.receiptLines(ctx, row.ID)
	if err != nil {
		return r, err
	}
	r.Goods = make([]ReceivedGoods, len(lines))
	for i, l := range lines {
		r.Goods[i] = ReceivedGoods{Items: model.ItemRange{From: l.FromItem, To: l.ToItem}, Outcome: l.Outcome}
	}
	slices.SortFunc(r.Goods, func(a, b ReceivedGoods) int { return cmp.Compare(a.Items.From, b.Items.From) })
	r.Damaged, err = s.store.damages(ctx, row.ID)
	return r, err
}

// Receipts pages through the receipts against a delivery by id, with what became of their
// goods. by sees it, or ErrUnknownDelivery.
func (s *Service) Receipts(ctx context.Context, id model.GoodsDeliveryID, by Hand, after model.GoodsReceiptID, limit int) ([]Receipt, error) {
	if _, err := s.ownRow(ctx, id, by); err != nil {
		return nil, err
	}
	rows, err := s.store.receipts(ctx, id, after, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Receipt, len(rows))
	for i, row := range rows {
		if all[i], err = s.withGoodsReceived(ctx, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}
