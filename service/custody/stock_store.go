package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

const stockChunk = 1000

// heldBy returns the runs of items of which an organisation is the holder at a moment, or
// that are on the way to it, whether inside containers or not.
func (s store) heldBy(ctx context.Context, org model.OrgID, at time.Time, onTheWay bool) ([]model.ItemRange, error) {
	column := "org"
	if onTheWay {
		column = "in_transit"
	}
	var held []model.ItemRange
	for after := model.ItemID(-1); ; {
		var rows []model.HolderSpan
		err := s.db.Conn(ctx).Select("from_item, to_item").
			Where(column+" = ? AND time_to > ? AND time_from <= ? AND from_item > ?", org, at, at, after).
			Order("from_item").Limit(stockChunk).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			held = append(held, model.ItemRange{From: row.FromItem, To: row.ToItem})
		}
		if len(rows) < stockChunk {
			return held, nil
		}
		after = rows[len(rows)-1].FromItem
	}
}

// scatteredCounts says how many scattered items the line has packed into containers, by the
// first item of their batch's level. Rows are read one at a time.
func (s store) scatteredCounts(ctx context.Context, containers model.ItemRange) (map[model.ItemID]int64, error) {
	rows, err := s.db.Conn(ctx).Model(&model.ScatteredContents{}).
		Where("first > ? AND first < ?", containers.From-contentsContainers, containers.To).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[model.ItemID]int64{}
	for rows.Next() {
		var row model.ScatteredContents
		if err := s.db.Conn(ctx).ScanRows(rows, &row); err != nil {
			return nil, err
		}
		eachContents(row, func(container model.ItemID, items []byte) {
			if containers.Contains(container) {
				counts[row.Base] += int64(len(items) / contentsWidth)
			}
		})
	}
	return counts, rows.Err()
}
