package visibility

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// heard is the kept event of a hash id, without its document; nil when there is none.
func (s store) heard(ctx context.Context, hashID string) (*model.EPCISEvent, error) {
	return db.First[model.EPCISEvent](s.db.Conn(ctx).Omit("document").Where("hash_id = ? AND declared = ?", hashID, false))
}
