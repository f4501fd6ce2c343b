package custody

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
)

// rivals returns what was told of items and does not stand.
func (s store) rivals(ctx context.Context, items []model.ItemID) ([]model.ScatteredRival, error) {
	var all []model.ScatteredRival
	for chunk := range slices.Chunk(items, scatterChunk) {
		var rows []model.ScatteredRival
		if err := s.db.Conn(ctx).Where("item IN ?", chunk).Order("item, container").Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func (s store) putRivals(ctx context.Context, gone []said, kept []model.ScatteredRival) error {
	keys := make([][]any, len(gone))
	for i, g := range gone {
		keys[i] = []any{g.item, g.container}
	}
	for chunk := range slices.Chunk(keys, storeChunk) {
		if err := s.db.Conn(ctx).Where("(item, container) IN ?", chunk).Delete(&model.ScatteredRival{}).Error; err != nil {
			return err
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(kept, storeChunk).Error
}

// putContents writes rows of contents instead of others. errAtOnce when another has filled one
// of the containers since it was looked at.
func (s store) putContents(ctx context.Context, old, fresh []model.ScatteredContents) error {
	for _, row := range old {
		if err := s.db.Conn(ctx).Where("first = ? AND base = ?", row.First, row.Base).Delete(&model.ScatteredContents{}).Error; err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(fresh, storeChunk) {
		n, err := s.db.InsertIgnore(ctx, &chunk)
		if err != nil {
			return err
		}
		if n < int64(len(chunk)) {
			return errAtOnce
		}
	}
	return nil
}

// rehome takes items out of the containers in which they were, by their rows or their blocks,
// and puts them where they are now, 0 for nowhere. errAtOnce when another puts one of them
// somewhere at the same moment.
func (s store) rehome(ctx context.Context, were, are map[model.ItemID]model.ItemID, now time.Time) error {
	var out []model.ItemID
	var in []model.ScatteredItem
	for _, item := range slices.Sorted(maps.Keys(are)) {
		if were[item] != 0 {
			out = append(out, item)
		}
		if are[item] != 0 {
			in = append(in, model.ScatteredItem{Item: item, Container: are[item], RecordedAt: now})
		}
	}
	if err := s.dropScattered(ctx, out); err != nil {
		return err
	}
	if err := s.clearBlocks(ctx, out); err != nil {
		return err
	}
	return s.putScattered(ctx, in)
}

// clearBlocks makes blocks say nothing of items.
func (s store) clearBlocks(ctx context.Context, items []model.ItemID) error {
	var wanted []int64
	for _, item := range items {
		block, _ := blockOf(item)
		wanted = append(wanted, block)
	}
	slices.Sort(wanted)
	blocks, err := s.blocks(ctx, slices.Compact(wanted))
	if err != nil {
		return err
	}
	changed := map[int64][]byte{}
	for _, item := range items {
		block, at := blockOf(item)
		if bytes := blocks[block]; bytes != nil && containerIn(bytes[at:at+scatterBytes], item) != 0 {
			clear(bytes[at : at+scatterBytes])
			changed[block] = bytes
		}
	}
	return s.putBlocks(ctx, changed)
}

// toldAlone returns those of some scattered items that events of their own are about.
func (s store) toldAlone(ctx context.Context, items []model.ItemID) ([]model.ItemID, error) {
	var all []model.ItemID
	for chunk := range slices.Chunk(items, scatterChunk) {
		var found []model.ItemID
		err := s.db.Conn(ctx).Model(&model.CustodyEventRange{}).Where("from_item IN ?", chunk).Distinct().Pluck("from_item", &found).Error
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// nameHome has the events that are about a scattered item alone name in what the line has packed
// it, 0 for nothing, so that it is found from there. A pack names where it was put.
func (s store) nameHome(ctx context.Context, item, home model.ItemID) error {
	var ids []model.EventID
	err := s.db.Conn(ctx).Table("custody_event_ranges AS r").Joins("JOIN custody_events AS e ON e.id = r.event_id").
		Where("r.from_item = ? AND e.kind <> ?", item, model.Pack).Pluck("r.event_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return err
	}
	per := 0
	if home != 0 {
		per = 1
	}
	return s.db.Conn(ctx).Model(&model.CustodyEventRange{}).Where("from_item = ? AND event_id IN ?", item, ids).
		Updates(map[string]any{"parent": home, "per_parent": per}).Error
}
