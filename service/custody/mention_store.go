package custody

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"channelrouter/model"
)

// naming returns the ranges whose column overlaps any of some goods, of all events or of those
// of a kind.
func (s store) naming(ctx context.Context, column string, goods []bounded, kinds ...model.CustodyKind) ([]model.CustodyEventRange, error) {
	var all []model.CustodyEventRange
	for chunk := range slices.Chunk(goods, storeChunk) {
		overlaps := s.db.Conn(ctx)
		for _, g := range chunk {
			one := s.db.Conn(ctx).Where("r."+column+" >= ? AND r."+column+" < ?", g.floor, g.To)
			if column == "from_item" {
				one = one.Where("r.to_item > ?", g.From)
			}
			overlaps = overlaps.Or(one)
		}
		query := s.db.Conn(ctx).Table("custody_event_ranges AS r").Select("r.*").Where(overlaps)
		if len(kinds) > 0 {
			query = query.Joins("JOIN custody_events AS e ON e.id = r.event_id").Where("e.kind IN ?", kinds)
		}
		var ranges []model.CustodyEventRange
		if err := query.Find(&ranges).Error; err != nil {
			return nil, err
		}
		all = append(all, ranges...)
	}
	return all, nil
}

// contentsAround returns the rows that may speak of any of some containers, each once, in order.
func (s store) contentsAround(ctx context.Context, containers []model.ItemRange) ([]model.ScatteredContents, error) {
	var all []model.ScatteredContents
	for chunk := range slices.Chunk(containers, storeChunk) {
		var rows []model.ScatteredContents
		if err := s.db.Conn(ctx).Where(s.near(ctx, chunk)).Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return eachOnce(all), nil // one may be near to containers of two chunks
}

// near is the condition for rows of contents to be near enough to any of some containers to
// speak of it.
func (s store) near(ctx context.Context, containers []model.ItemRange) *gorm.DB {
	near := s.db.Conn(ctx)
	for _, r := range containers {
		near = near.Or("first > ? AND first < ?", r.From-contentsContainers, r.To)
	}
	return near
}
