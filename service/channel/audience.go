package channel

import (
	"context"
	"time"

	"channelrouter/model"
)

// MembersPage pages through the memberships that were valid, and believed, at a time: it
// looks at so many rows after an id and returns those, with the last row's id; more tells
// whether there may be others behind it.
func (s *Service) MembersPage(ctx context.Context, after int64, at time.Time, limit int) (members []model.Membership, last int64, more bool, err error) {
	rows, err := s.store.membershipsAfter(ctx, after, limit)
	for _, m := range rows {
		last = m.ID
		if validAt(m.Period, at) && !m.RecordedFrom.After(at) && m.RecordedTo.After(at) {
			members = append(members, m)
		}
	}
	return members, last, len(rows) == limit, err
}
