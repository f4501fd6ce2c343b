package custody

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
)

// hadBetween returns runs of what an organisation held at some time from a moment until
// before another, whether inside containers or not.
func (s store) hadBetween(ctx context.Context, org model.OrgID, from, to time.Time) ([]model.ItemRange, error) {
	var rows []model.HolderSpan
	err := s.had(s.db.Conn(ctx), org, from, to).Find(&rows).Error
	runs := make([]model.ItemRange, len(rows))
	for i, row := range rows {
		runs[i] = model.ItemRange{From: row.FromItem, To: row.ToItem}
	}
	return model.MergeRanges(runs), err
}

// had seeks in the index of who has what: what was gone by then is not looked at.
func (store) had(g *gorm.DB, org model.OrgID, from, to time.Time) *gorm.DB {
	return g.Select("from_item, to_item").Where("org = ? AND time_to >= ? AND time_from < ?", org, from, to)
}

// moved is a run of goods that an event of an organisation's moved.
type moved struct {
	model.CustodyEvent
	FromItem, ToItem model.ItemID
}

// movedBy returns what of a run events moved by which an organisation gave something, from a
// moment until before another. What the spans do not say has not happened.
func (s store) movedBy(ctx context.Context, org model.OrgID, r model.ItemRange, from, to time.Time) ([]moved, error) {
	var rows []moved
	err := s.over(ctx, "holder_spans", r).Select("spans.from_item, spans.to_item, e.*").
		Joins("JOIN custody_events AS e ON e.id = spans.event_id").
		Where("spans.time_from >= ? AND spans.time_from < ?", from, to).
		Where("e.from_org = ? AND e.kind IN ?", org, []model.CustodyKind{model.Ship, model.Return, model.Transfer}).
		Order("spans.from_item").Find(&rows).Error
	return rows, err
}
