package custody

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// eventEndingAt is the event one of whose ranges ends right before an item; nil when there
// is none. Ranges have at most longest items, so it looks no further back.
func (s store) eventEndingAt(ctx context.Context, item model.ItemID, longest int64) (*model.CustodyEvent, error) {
	r, err := db.First[model.CustodyEventRange](s.db.Conn(ctx).
		Where("from_item >= ? AND from_item < ? AND to_item = ?", item-model.ItemID(longest), item, item).Order("from_item DESC"))
	if err != nil || r == nil {
		return nil, err
	}
	return s.event(ctx, r.EventID)
}

// endsOf returns an event's ranges by the item that comes after them, and how many it has.
func (s store) endsOf(ctx context.Context, id model.EventID) (map[model.ItemID]model.CustodyEventRange, int, error) {
	var ranges []model.CustodyEventRange
	err := s.db.Conn(ctx).Where("event_id = ?", id).Find(&ranges).Error
	ends := make(map[model.ItemID]model.CustodyEventRange, len(ranges))
	for _, r := range ranges {
		ends[r.ToItem] = r
	}
	return ends, len(ranges), err
}

// growEvent stores ranges that have become longer, and more of them.
func (s store) growEvent(ctx context.Context, longer, more []model.CustodyEventRange) error {
	for _, r := range longer {
		err := s.db.Conn(ctx).Model(&model.CustodyEventRange{}).Where("event_id = ? AND n = ?", r.EventID, r.N).
			Update("to_item", r.ToItem).Error
		if err != nil {
			return err
		}
	}
	if len(more) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(more, storeChunk).Error
}
