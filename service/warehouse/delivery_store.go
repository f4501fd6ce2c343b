package warehouse

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// insertDelivery stores a delivery. False when its key or its number is taken.
func (s store) insertDelivery(ctx context.Context, row model.GoodsDelivery) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &row)
	return n == 1, err
}

func (s store) delivery(ctx context.Context, id model.GoodsDeliveryID) (*model.GoodsDelivery, error) {
	return db.First[model.GoodsDelivery](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) deliveryByKey(ctx context.Context, key string) (*model.GoodsDelivery, error) {
	return db.First[model.GoodsDelivery](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// setShipped writes the event of a delivery and what was shipped by it.
func (s store) setShipped(ctx context.Context, id model.GoodsDeliveryID, e model.CustodyEvent, lines []model.GoodsDeliveryLine) error {
	err := s.db.Conn(ctx).Model(&model.GoodsDelivery{}).Where("id = ?", id).
		Updates(map[string]any{"event_id": e.ID, "shipped_at": e.EventTime}).Error
	if err != nil || len(lines) == 0 {
		return err
	}
	return s.db.Conn(ctx).CreateInBatches(lines, storeChunk).Error
}

func (s store) deliveryLines(ctx context.Context, id model.GoodsDeliveryID) (lines []model.GoodsDeliveryLine, err error) {
	return lines, s.db.Conn(ctx).Where("delivery_id = ?", id).Order("batch_id, level").Find(&lines).Error
}

// deliveries reads a page in the order of ids. Each filter has its index.
func (s store) deliveries(ctx context.Context, f DeliveryFilter, after model.GoodsDeliveryID, limit int) (rows []model.GoodsDelivery, err error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	switch {
	case f.Org != 0 && f.Out:
		query = query.Where("from_org = ?", f.Org)
	case f.Org != 0:
		query = query.Where("to_org = ?", f.Org)
	}
	if f.State != 0 {
		query = query.Where("state = ?", f.State)
	}
	return rows, query.Find(&rows).Error
}

// holdDelivery keeps other receipts of a delivery waiting until the transaction ends, and
// returns it as it stands then.
func (s store) holdDelivery(ctx context.Context, id model.GoodsDeliveryID) (model.GoodsDelivery, error) {
	err := s.db.Conn(ctx).Model(&model.GoodsDelivery{}).Where("id = ?", id).Update("receipts", gorm.Expr("receipts + 1")).Error
	if err != nil {
		return model.GoodsDelivery{}, err
	}
	var row model.GoodsDelivery
	return row, s.db.Conn(ctx).Where("id = ?", id).Take(&row).Error
}

// moveDelivery writes another state. False when it is not the one that it was.
func (s store) moveDelivery(ctx context.Context, id model.GoodsDeliveryID, from, to model.ShipmentState) (moved bool, err error) {
	done := s.db.Conn(ctx).Model(&model.GoodsDelivery{}).Where("id = ? AND state = ?", id, from).Update("state", to)
	return done.RowsAffected == 1, done.Error
}

// closeDelivery writes how a delivery ends. False when it has ended before.
func (s store) closeDelivery(ctx context.Context, id model.GoodsDeliveryID, c model.GoodsDelivery) (claimed bool, err error) {
	open := []model.ShipmentState{model.ShipmentInTransit, model.ShipmentPartlyReceived}
	done := s.db.Conn(ctx).Model(&model.GoodsDelivery{}).Where("id = ? AND state IN ?", id, open).Updates(map[string]any{
		"state": model.ShipmentClosed, "shortage": c.Shortage, "reason": c.Reason,
		"closed_by": c.ClosedBy, "closed_user": c.ClosedUser, "closed_at": c.ClosedAt,
	})
	return done.RowsAffected == 1, done.Error
}

// setShort writes how many items of a line never came.
func (s store) setShort(ctx context.Context, id model.GoodsDeliveryID, line lineKey, n int64) error {
	return s.db.Conn(ctx).Model(&model.GoodsDeliveryLine{}).
		Where("delivery_id = ? AND batch_id = ? AND level = ?", id, line.batch, line.level).Update("short", n).Error
}

// insertReceipt stores a receipt. False when its key is taken.
func (s store) insertReceipt(ctx context.Context, row model.GoodsReceipt) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &row)
	return n == 1, err
}

func (s store) receiptByKey(ctx context.Context, key string) (*model.GoodsReceipt, error) {
	return db.First[model.GoodsReceipt](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

func (s store) insertReceiptLines(ctx context.Context, lines []model.GoodsReceiptLine) error {
	return s.db.Conn(ctx).CreateInBatches(lines, storeChunk).Error
}

// keepReceipt writes the event of a receipt, and what of its goods is damaged.
func (s store) keepReceipt(ctx context.Context, r model.GoodsReceipt, damaged []model.GoodsDamage) error {
	err := s.db.Conn(ctx).Model(&model.GoodsReceipt{}).Where("id = ?", r.ID).Update("event_id", r.EventID).Error
	if err != nil || len(damaged) == 0 {
		return err
	}
	return s.db.Conn(ctx).CreateInBatches(damaged, storeChunk).Error
}

// receipts reads a page in the order of ids.
func (s store) receipts(ctx context.Context, id model.GoodsDeliveryID, after model.GoodsReceiptID, limit int) (rows []model.GoodsReceipt, err error) {
	return rows, s.db.Conn(ctx).Where("delivery_id = ? AND id > ?", id, after).Order("id").Limit(limit).Find(&rows).Error
}

func (s store) receiptLines(ctx context.Context, id model.GoodsReceiptID) (rows []model.GoodsReceiptLine, err error) {
	return rows, s.db.Conn(ctx).Where("receipt_id = ?", id).Order("n").Find(&rows).Error
}

func (s store) damages(ctx context.Context, id model.GoodsReceiptID) (rows []model.GoodsDamage, err error) {
	return rows, s.db.Conn(ctx).Where("receipt_id = ?", id).Order("item").Find(&rows).Error
}
