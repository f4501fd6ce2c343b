package warehouse

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// told returns what a device told under a key before, or nil.
func (s store) told(ctx context.Context, key string) (*model.HandheldEvent, error) {
	return db.First[model.HandheldEvent](s.db.Conn(ctx).Where("idempotency_key = ?", key))
}

// keepTold keeps how an event was told. False when it is kept already.
func (s store) keepTold(ctx context.Context, row model.HandheldEvent) (first bool, err error) {
	n, err := s.db.InsertIgnore(ctx, &row)
	return n == 1, err
}
