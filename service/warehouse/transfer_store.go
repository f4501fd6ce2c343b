package warehouse

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

const storeChunk = 200

func (s store) transfer(ctx context.Context, id model.GoodsTransferID) (*model.GoodsTransfer, error) {
	return db.First[model.GoodsTransfer](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) transferByKey(ctx context.Context, key string) (*model.GoodsTransfer, error) {
	return db.First[model.GoodsTransfer](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// insertTransfer stores a transfer with its goods. False when its key is taken.
func (s store) insertTransfer(ctx context.Context, t Transfer) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &t.GoodsTransfer)
	if err != nil || n == 0 {
		return false, err
	}
	rows := make([]model.GoodsTransferRange, len(t.Goods))
	for i, r := range t.Goods {
		rows[i] = model.GoodsTransferRange{TransferID: t.ID, N: i, FromItem: r.From, ToItem: r.To}
	}
	return true, s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

func (s store) transferGoods(ctx context.Context, id model.GoodsTransferID) ([]model.ItemRange, error) {
	var rows []model.GoodsTransferRange
	err := s.db.Conn(ctx).Where("transfer_id = ?", id).Order("n").Find(&rows).Error
	goods := make([]model.ItemRange, len(rows))
	for i, r := range rows {
		goods[i] = model.ItemRange{From: r.FromItem, To: r.ToItem}
	}
	return goods, err
}

// decideTransfer writes a decision. False when the transfer is not waiting for one.
func (s store) decideTransfer(ctx context.Context, id model.GoodsTransferID, d model.GoodsTransfer) (claimed bool, err error) {
	done := s.db.Conn(ctx).Model(&model.GoodsTransfer{}).Where("id = ? AND state = ?", id, model.TransferAsked).
		Updates(map[string]any{"state": d.State, "decided_by": d.DecidedBy, "decided_at": d.DecidedAt, "note": d.Note})
	return done.RowsAffected == 1, done.Error
}

func (s store) setTransferEvent(ctx context.Context, id model.GoodsTransferID, event model.EventID) error {
	return s.db.Conn(ctx).Model(&model.GoodsTransfer{}).Where("id = ?", id).Update("event_id", event).Error
}

// transfers reads a page in the order of ids.
func (s store) transfers(ctx context.Context, org model.OrgID, state model.TransferState, after model.GoodsTransferID, limit int) ([]model.GoodsTransfer, error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	if org != 0 {
		query = query.Where("from_org = ? OR to_org = ?", org, org)
	}
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	var rows []model.GoodsTransfer
	return rows, query.Find(&rows).Error
}
