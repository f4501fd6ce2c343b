package custody

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/model"
)

// rangesOf is what an event is about.
func (s store) rangesOf(ctx context.Context, event model.EventID) ([]model.CustodyEventRange, error) {
	var ranges []model.CustodyEventRange
	return ranges, s.db.Conn(ctx).Where("event_id = ?", event).Order("from_item").Find(&ranges).Error
}

// comingBy returns the runs of goods that a shipment has put on their way and that still are.
func (s store) comingBy(ctx context.Context, shipment model.CustodyEvent, r model.ItemRange) ([]model.ItemRange, error) {
	var rows []model.HolderSpan
	err := s.onTheWay(s.db.Conn(ctx), shipment, r).Find(&rows).Error
	runs := make([]model.ItemRange, len(rows))
	for i, row := range rows {
		runs[i] = model.ItemRange{From: row.FromItem, To: row.ToItem}
	}
	return runs, err
}

// onTheWay seeks in the index of what is on its way to the shipment's receiver now.
func (store) onTheWay(g *gorm.DB, shipment model.CustodyEvent, r model.ItemRange) *gorm.DB {
	return g.Select("from_item, to_item").
		Where("in_transit = ? AND time_to = ? AND from_item >= ? AND from_item < ?", shipment.ToOrg, model.Forever, r.From, r.To).
		Where("event_id = ?", shipment.ID).Order("from_item")
}
