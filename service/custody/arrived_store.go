package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// arriving are the kinds of events by which goods arrive.
var arriving = []model.CustodyKind{model.Receive, model.Transfer}

// arrivals are the spans with which goods came to an organisation, in order of time. Those
// that moved on meanwhile are found by their end, which is later than from.
func (s store) arrivals(ctx context.Context, org model.OrgID, from, to time.Time) ([]model.HolderSpan, error) {
	var spans []model.HolderSpan
	err := s.db.Conn(ctx).Select("holder_spans.*").
		Joins("JOIN custody_events AS e ON e.id = holder_spans.event_id").
		Where("holder_spans.org = ? AND holder_spans.time_to > ? AND holder_spans.time_from >= ? AND holder_spans.time_from < ?", org, from, from, to).
		Where("e.kind IN ? AND e.to_org = ?", arriving, org).
		Order("holder_spans.time_from, holder_spans.from_item").Find(&spans).Error
	return spans, err
}
