package channel

import (
	"context"

	"channelrouter/model"
)

func (s store) membershipsAfter(ctx context.Context, id int64, limit int) ([]model.Membership, error) {
	var rows []model.Membership
	return rows, s.db.Conn(ctx).Where("id > ?", id).Order("id").Limit(limit).Find(&rows).Error
}
