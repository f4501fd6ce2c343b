package message

import (
	"context"

	"channelrouter/model"
)

func (s store) insertDeliveries(ctx context.Context, deliveries []model.MessageDelivery) error {
	if len(deliveries) == 0 {
		return nil
	}
	return s.db.Conn(ctx).Create(&deliveries).Error
}
