package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// arriving are the kinds of events by which goods arrive.
var arriving = []model.CustodyKind{model.Receive, model.Transfer}

// arrival is a span with which goods came to an organisation. Moved are those that had one
// before; others may have been in a container.
type arrival struct {
	model.HolderSpan
	Moved bool
}

// arrivals are the spans with which goods came to an organisation that did not hold them
// already by a span of their own, in order of time. Those that moved on meanwhile are found
// by their end, which is later than from.
func (s store) arrivals(ctx context.Context, org model.OrgID, from, to time.Time) ([]arrival, error) {
	var spans []arrival
	err := s.db.Conn(ctx).Table("holder_spans").Select("holder_spans.*, p.from_item IS NOT NULL AS moved").
		Joins("JOIN custody_events AS e ON e.id = holder_spans.event_id").
		Joins("LEFT JOIN holder_spans AS p ON p.from_item = holder_spans.from_item AND p.time_to = holder_spans.time_from").
		Where("holder_spans.org = ? AND holder_spans.time_to > ? AND holder_spans.time_from >= ? AND holder_spans.time_from < ?", org, from, from, to).
		Where("e.kind IN ? AND e.to_org = ? AND (p.org IS NULL OR p.org <> ?)", arriving, org, org).
		Order("holder_spans.time_from, holder_spans.from_item").Find(&spans).Error
	return spans, err
}
