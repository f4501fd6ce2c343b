package custody

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// versions returns the versions of blocks: 0 of those whose goods nothing has happened to.
func (s store) versions(ctx context.Context, blocks map[int64]bool) (map[int64]int64, error) {
	versions := make(map[int64]int64, len(blocks))
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(blocks)), storeChunk) {
		var rows []model.SlotBlock
		if err := s.db.Conn(ctx).Where("block IN ?", chunk).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			versions[row.Block] = row.Version
		}
	}
	return versions, nil
}
