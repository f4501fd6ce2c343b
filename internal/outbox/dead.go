package outbox

import "context"

// ListDead returns up to limit messages that gave up, oldest first, after id.
func (o *Outbox) ListDead(ctx context.Context, after int64, limit int) ([]Message, error) {
	var dead []Message
	err := o.db.Conn(ctx).Where("state = ? AND id > ?", Dead, after).Order("id").Limit(limit).Find(&dead).Error
	return dead, err
}

// Replay gives dead messages a new life from their first attempt and says how many
// there were. Events of the same key that came later have been delivered meanwhile;
// handlers ignore versions they have passed.
func (o *Outbox) Replay(ctx context.Context, ids []int64) (int64, error) {
	var revived int64
	err := o.db.Run(ctx, func(ctx context.Context) error {
		done := o.db.Conn(ctx).Model(&Message{}).Where("id IN ? AND state = ?", ids, Dead).
			Updates(map[string]any{"state": Pending, "attempts": 0, "next_at": o.clock.Now()})
		revived = done.RowsAffected
		return done.Error
	})
	if err == nil {
		o.signal()
	}
	return revived, err
}

// Depth counts pending and dead messages, for metrics and readiness.
func (o *Outbox) Depth(ctx context.Context) (pending, dead int64, err error) {
	if err = o.db.Conn(ctx).Model(&Message{}).Where("state = ?", Pending).Count(&pending).Error; err != nil {
		return 0, 0, err
	}
	err = o.db.Conn(ctx).Model(&Message{}).Where("state = ?", Dead).Count(&dead).Error
	return pending, dead, err
}
