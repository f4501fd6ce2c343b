package custody

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// void marks an event as taken back; first is false when it was before.
func (s store) void(ctx context.Context, id model.EventID) (first bool, err error) {
	update := s.db.Conn(ctx).Model(&model.CustodyEvent{}).
		Where("id = ? AND state <> ?", id, model.EventVoided).Update("state", model.EventVoided)
	return update.RowsAffected == 1, update.Error
}

// voidedOfRange selects the event of a range when it is voided, by its primary key.
func (s store) voidedOfRange(ctx context.Context) *gorm.DB {
	return s.db.Conn(ctx).Table("custody_events AS e").Select("1").
		Where("e.id = custody_event_ranges.event_id AND e.state = ?", model.EventVoided)
}

// filledBy tells whether an event filled any of some containers with scattered items.
func (s store) filledBy(ctx context.Context, e model.EventID, containers []model.ItemRange) (bool, error) {
	for chunk := range slices.Chunk(containers, storeChunk) {
		row, err := db.First[model.ScatteredContents](s.db.Conn(ctx).Select("first").Where("event_id = ?", e).Where(s.near(ctx, chunk)))
		if row != nil || err != nil {
			return row != nil, err
		}
	}
	return false, nil
}
