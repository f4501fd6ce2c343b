package reward

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insertGrants(ctx context.Context, grants []model.Grant) error {
	return s.db.Conn(ctx).Create(&grants).Error
}

func (s store) grant(ctx context.Context, item model.ItemID, purpose model.Purpose) (*model.Grant, error) {
	return db.First[model.Grant](s.db.Conn(ctx).Where("item = ? AND purpose = ?", item, purpose))
}

// release takes a waiting grant; false when another took it first.
func (s store) release(ctx context.Context, g model.Grant, txn model.TxnID) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Grant{}).
		Where("item = ? AND purpose = ? AND state = ?", g.Item, g.Purpose, model.GrantWaiting).
		Updates(map[string]any{"state": model.GrantPosted, "txn_id": txn})
	return done.RowsAffected == 1, done.Error
}
