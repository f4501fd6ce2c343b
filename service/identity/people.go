package identity

import (
	"context"
	"time"

	"channelrouter/model"
)

// PeoplePage pages through the persons known at a time who have an account in the app of
// an appid: it looks at so many persons after an id and returns those, with the last one's
// id; more tells whether there may be others behind it.
func (s *Service) PeoplePage(ctx context.Context, appID string, after model.PersonID, at time.Time, limit int) (people []model.PersonID, last model.PersonID, more bool, err error) {
	rows, err := s.store.personsAfter(ctx, after, limit)
	if err != nil || len(rows) == 0 {
		return nil, after, false, err
	}
	known := make([]model.PersonID, 0, len(rows))
	for _, p := range rows {
		if last = p.ID; !p.CreatedAt.After(at) {
			known = append(known, p.ID)
		}
	}
	people, err = s.store.withAccount(ctx, appID, known)
	return people, last, len(rows) == limit, err
}
