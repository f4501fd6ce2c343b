package custody

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Compact brings what lines have told of scattered items for more than two minutes from
// rows into blocks, and says how many items that were. Every pass is a transaction; it
// goes on until nothing is left or the context ends.
func (s *Service) Compact(ctx context.Context) (int, error) {
	moved := 0
	for after := model.ItemID(-1); ctx.Err() == nil; {
		n, last, err := s.compactSome(ctx, after)
		if err != nil || last == after {
			return moved, err
		}
		moved, after = moved+n, last
	}
	return moved, ctx.Err()
}

func (s *Service) compactSome(ctx context.Context, after model.ItemID) (moved int, last model.ItemID, err error) {
	last = after
	err = s.db.Run(ctx, func(ctx context.Context) error {
		rows, err := s.store.ripe(ctx, after, s.clock.Now().Add(-ripensIn))
		if err != nil || len(rows) == 0 {
			return err
		}
		last = rows[len(rows)-1].Item
		var blocks []int64
		for _, row := range rows {
			block, _ := blockOf(row.Item)
			blocks = append(blocks, block)
		}
		stored, err := s.store.blocks(ctx, slices.Compact(blocks))
		if err != nil {
			return err
		}
		var done []model.ItemID
		for _, row := range rows {
			block, at := blockOf(row.Item)
			bytes := stored[block]
			if bytes == nil {
				bytes = make([]byte, scatterBlock*scatterBytes)
				stored[block] = bytes
			}
			// What a block says was there first; rows of another epoch stay rows.
			if containerIn(bytes[at:at+scatterBytes], row.Item) != 0 || putContainer(bytes, row.Item, row.Container) {
				done = append(done, row.Item)
			}
		}
		moved = len(done)
		if err := s.store.putBlocks(ctx, stored); err != nil {
			return err
		}
		return s.store.dropScattered(ctx, done)
	})
	return moved, last, err
}
