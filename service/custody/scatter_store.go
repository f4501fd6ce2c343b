package custody

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/model"
)

// ripensIn is for how long a scattered item is a row. Whoever packs it again within a
// transaction that has begun before finds it there.
const ripensIn = 2 * time.Minute

const (
	ripeChunk = 20_000
	// scatterChunk bounds a statement about single items.
	scatterChunk = 500
)

// containersOf says into which containers items were packed, each by two reads of primary
// keys, one of which finds it.
func (s store) containersOf(ctx context.Context, items []model.ItemID) (map[model.ItemID]model.ItemID, error) {
	found := make(map[model.ItemID]model.ItemID, len(items))
	for chunk := range slices.Chunk(items, scatterChunk) {
		var fresh []model.ScatteredItem
		if err := s.db.Conn(ctx).Select("item, container").Where("item IN ?", chunk).Find(&fresh).Error; err != nil {
			return nil, err
		}
		for _, row := range fresh {
			found[row.Item] = row.Container
		}
		if err := s.inBlocks(ctx, chunk, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// inBlocks finds the containers of items that have none yet. The database cuts the five
// bytes out: a block is not sent for one of its items.
func (s store) inBlocks(ctx context.Context, items []model.ItemID, found map[model.ItemID]model.ItemID) error {
	var wanted strings.Builder
	arguments := make([]any, 0, 3*len(items))
	for _, item := range items {
		if found[item] != 0 {
			continue
		}
		if len(arguments) > 0 {
			wanted.WriteString(" UNION ALL ")
		}
		wanted.WriteString("SELECT ? AS item, SUBSTR(containers, ?, 5) AS five FROM scattered_blocks WHERE block = ?")
		block, at := blockOf(item)
		arguments = append(arguments, item, at+1, block)
	}
	if len(arguments) == 0 {
		return nil
	}
	rows, err := s.db.Conn(ctx).Raw(wanted.String(), arguments...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var item model.ItemID
		var five []byte
		if err := rows.Scan(&item, &five); err != nil {
			return err
		}
		if container := containerIn(five, item); container != 0 {
			found[item] = container
		}
	}
	return rows.Err()
}

// linkedAlone returns one of some scattered items that an event of its own has linked, or 0.
func (s store) linkedAlone(ctx context.Context, items []model.ItemID) (model.ItemID, error) {
	for chunk := range slices.Chunk(items, scatterChunk) {
		var found []model.ItemID
		err := s.db.Conn(ctx).Model(&model.LinkSpan{}).Where("from_item IN ?", chunk).Limit(1).Pluck("from_item", &found).Error
		if err != nil || len(found) > 0 {
			return append(found, 0)[0], err
		}
	}
	return 0, nil
}

// contentsOf adds what was packed into containers. A row that speaks of one begins at most
// a few containers before it.
func (s store) contentsOf(ctx context.Context, containers model.ItemRange, holds map[model.ItemID][]model.ItemID) error {
	rows, err := s.contentsRows(ctx, containers)
	for _, row := range rows {
		readContents(row, containers, holds)
	}
	return err
}

// contentsRows returns the rows that may speak of containers.
func (s store) contentsRows(ctx context.Context, containers model.ItemRange) ([]model.ScatteredContents, error) {
	var rows []model.ScatteredContents
	err := s.db.Conn(ctx).Where("first > ? AND first < ?", containers.From-contentsContainers, containers.To).Order("first, base").Find(&rows).Error
	return rows, err
}

// putScattered stores where items were packed. errAtOnce when one of them was packed by another
// since it was looked for.
func (s store) putScattered(ctx context.Context, items []model.ScatteredItem) error {
	for chunk := range slices.Chunk(items, scatterChunk) {
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

// ripe returns rows that may become part of a block, in the order of their items, and keeps
// them from being taken out meanwhile.
func (s store) ripe(ctx context.Context, after model.ItemID, before time.Time) ([]model.ScatteredItem, error) {
	var rows []model.ScatteredItem
	return rows, s.db.Conn(ctx).Clauses(forUpdate).Where("item > ? AND recorded_at < ?", after, before).Order("item").Limit(ripeChunk).Find(&rows).Error
}

// forUpdate holds the rows that are read for whoever changes what they say.
var forUpdate = clause.Locking{Strength: "UPDATE"}

// blocks returns blocks of items for who changes them.
func (s store) blocks(ctx context.Context, wanted []int64) (map[int64][]byte, error) {
	found := make(map[int64][]byte, len(wanted))
	for chunk := range slices.Chunk(wanted, storeChunk) {
		var rows []model.ScatteredBlock
		if err := s.db.Conn(ctx).Clauses(forUpdate).Where("block IN ?", chunk).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.Block] = row.Containers
		}
	}
	return found, nil
}

func (s store) putBlocks(ctx context.Context, blocks map[int64][]byte) error {
	if len(blocks) == 0 {
		return nil
	}
	rows := make([]model.ScatteredBlock, 0, len(blocks))
	for _, block := range slices.Sorted(maps.Keys(blocks)) {
		rows = append(rows, model.ScatteredBlock{Block: block, Containers: blocks[block]})
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, storeChunk).Error
}

func (s store) dropScattered(ctx context.Context, items []model.ItemID) error {
	for chunk := range slices.Chunk(items, scatterChunk) {
		if err := s.db.Conn(ctx).Where("item IN ?", chunk).Delete(&model.ScatteredItem{}).Error; err != nil {
			return err
		}
	}
	return nil
}
