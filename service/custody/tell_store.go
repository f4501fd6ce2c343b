package custody

import (
	"context"
	"maps"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// touching returns the events that touch goods, but voided ones, each once and without what they
// are about.
func (s store) touching(ctx context.Context, goods []bounded) ([]model.EventID, error) {
	touching := map[model.EventID]bool{}
	for _, g := range goods {
		var ids []model.EventID
		if err := s.overlapping(ctx, "from_item", g).Distinct().Pluck("event_id", &ids).Error; err != nil {
			return nil, err
		}
		for _, id := range ids {
			touching[id] = true
		}
	}
	return slices.Sorted(maps.Keys(touching)), nil
}

// sizes says how many ranges events have, by the last of each.
func (s store) sizes(ctx context.Context, ids []model.EventID) (map[model.EventID]int, error) {
	var last []struct {
		EventID model.EventID
		N       int
	}
	err := s.db.Conn(ctx).Model(&model.CustodyEventRange{}).Select("event_id, MAX(n) AS n").
		Where("event_id IN ?", ids).Group("event_id").Scan(&last).Error
	sizes := make(map[model.EventID]int, len(last))
	for _, l := range last {
		sizes[l.EventID] = l.N + 1
	}
	return sizes, err
}

// rangesByEvent returns the ranges of events, in their order.
func (s store) rangesByEvent(ctx context.Context, ids []model.EventID) (map[model.EventID][]model.CustodyEventRange, error) {
	var ranges []model.CustodyEventRange
	err := s.db.Conn(ctx).Where("event_id IN ?", ids).Order("event_id, n").Find(&ranges).Error
	of := make(map[model.EventID][]model.CustodyEventRange, len(ids))
	for _, r := range ranges {
		of[r.EventID] = append(of[r.EventID], r)
	}
	return of, err
}

// contentsBy returns the rows by which an event may have filled containers.
func (s store) contentsBy(ctx context.Context, e model.EventID, containers model.ItemRange) ([]model.ScatteredContents, error) {
	var rows []model.ScatteredContents
	err := s.db.Conn(ctx).Where("first > ? AND first < ? AND event_id = ?", containers.From-contentsContainers, containers.To, e).
		Order("first, base").Find(&rows).Error
	return rows, err
}

// contentsAfter is where the next row begins by which an event filled one of some containers;
// their end when there is none.
func (s store) contentsAfter(ctx context.Context, e model.EventID, containers model.ItemRange) (model.ItemID, error) {
	row, err := db.First[model.ScatteredContents](s.db.Conn(ctx).Select("first").
		Where("first >= ? AND first < ? AND event_id = ?", containers.From, containers.To, e).Order("first"))
	if row == nil || err != nil {
		return containers.To, err
	}
	return row.First, nil
}
