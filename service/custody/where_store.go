package custody

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// homesChunk is how many blocks of scattered items are read at a time: half a megabyte.
const homesChunk = 200

// holdingAt selects the spans of a table that overlap r and hold at a moment: those that
// begin inside it, and that of the run before it when that reaches in.
func (s store) holdingAt(ctx context.Context, table string, r model.ItemRange, at time.Time) *gorm.DB {
	at = clock.Normal(at)
	inside := s.db.Conn(ctx).Table(table).
		Where("from_item >= ? AND from_item < ? AND time_from <= ? AND time_to > ?", r.From, r.To, at, at)
	before := s.db.Conn(ctx).Table(table).Select("MAX(from_item)").Where("from_item < ?", r.From)
	reaching := s.db.Conn(ctx).Table(table).
		Where("from_item = (?) AND to_item > ? AND time_from <= ? AND time_to > ?", before, r.From, at, at)
	return s.db.Conn(ctx).Table("(? UNION ALL ?) AS spans", reaching, inside)
}

// linksAt returns the links that hold at a moment of runs, sorted and disjoint.
func (s store) linksAt(ctx context.Context, runs []model.ItemRange, at time.Time) (links []span[link], err error) {
	for _, r := range runs {
		if links, err = read(s.holdingAt(ctx, "link_spans", r, at), links, linkSpan); err != nil {
			return nil, err
		}
	}
	return links, nil
}

// eachHome visits the scattered items of a run in order, each with the container into which
// the line packed it, 0 when it has not.
func (s store) eachHome(ctx context.Context, r model.ItemRange, visit func(item, home model.ItemID)) error {
	for part := r; part.From < r.To; part.From = part.To {
		part.To = min(r.To, part.From+homesChunk*scatterBlock)
		homes := make([]model.ItemID, part.Len())
		first, _ := blockOf(part.From)
		last, _ := blockOf(part.To - 1)
		var blocks []model.ScatteredBlock
		if err := s.db.Conn(ctx).Where("block >= ? AND block <= ?", first, last).Find(&blocks).Error; err != nil {
			return err
		}
		for _, block := range blocks {
			begin := model.ItemID(block.Block) << scatterBits
			for item := max(begin, part.From); item < min(begin+scatterBlock, part.To); item++ {
				if _, at := blockOf(item); at+scatterBytes <= len(block.Containers) {
					homes[item-part.From] = containerIn(block.Containers[at:at+scatterBytes], item)
				}
			}
		}
		var fresh []model.ScatteredItem
		if err := s.db.Conn(ctx).Select("item, container").Where("item >= ? AND item < ?", part.From, part.To).Find(&fresh).Error; err != nil {
			return err
		}
		for _, row := range fresh {
			homes[row.Item-part.From] = row.Container
		}
		for i, home := range homes {
			visit(part.From+model.ItemID(i), home)
		}
	}
	return nil
}

// linksInto returns the links that hold at a moment and whose containers may be among a
// run: they begin at most the longest range before it.
func (s store) linksInto(ctx context.Context, containers model.ItemRange, at time.Time) ([]span[link], error) {
	at = clock.Normal(at)
	var rows []model.LinkSpan
	err := s.db.Conn(ctx).Where("parent >= ? AND parent < ? AND time_from <= ? AND time_to > ?",
		containers.From-longestRange, containers.To, at, at).Order("from_item").Find(&rows).Error
	spans := make([]span[link], len(rows))
	for i, row := range rows {
		spans[i] = linkSpan(row)
	}
	return spans, err
}
