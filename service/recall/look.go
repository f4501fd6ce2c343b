package recall

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// Get returns a recall. Error: ErrUnknown.
func (s *Service) Get(ctx context.Context, id model.RecallID) (model.Recall, error) {
	r, err := s.store.find(ctx, id)
	if err != nil {
		return model.Recall{}, err
	}
	if r == nil {
		return model.Recall{}, ErrUnknown.With("id %d", id)
	}
	return *r, nil
}

// List pages through recalls, newest first: those before an id, 0 for all; closed narrows them
// to those that are closed or are not, nil to neither.
func (s *Service) List(ctx context.Context, closed *bool, before model.RecallID, limit int) ([]model.Recall, error) {
	return s.store.list(ctx, closed, before, limit)
}

// Where tells where the units of a recall are now.
func (s *Service) Where(ctx context.Context, id model.RecallID) ([]custody.Whereabouts, error) {
	goods, err := s.store.goods(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.Custody.WhereIs(ctx, unitsOf(goods), s.clock.Now())
}

// Notice is a person who was told, and when he read it: nil while he has not.
type Notice struct {
	model.RecallNotice
	ReadAt *time.Time
}

// mostRoles is more than a person has, and less than a page.
const mostRoles = 10

// Notices pages through who was told, by person, from after on; a person's notices are on one
// page. more tells whether there is another.
func (s *Service) Notices(ctx context.Context, id model.RecallID, after model.PersonID, limit int) (_ []Notice, more bool, err error) {
	rows, err := s.store.notices(ctx, id, after, limit+mostRoles)
	if err != nil {
		return nil, false, err
	}
	for n := limit; n < len(rows); n++ {
		if rows[n].PersonID != rows[n-1].PersonID {
			rows, more = rows[:n], true
		}
	}
	people := map[model.Role][]model.PersonID{}
	for _, n := range rows {
		people[n.Role] = append(people[n.Role], n.PersonID)
	}
	notices := make([]Notice, len(rows))
	for i, n := range rows {
		notices[i].RecallNotice = n
	}
	for role, who := range people {
		fates, err := s.Message.Fates(ctx, noteKey(id, role), who)
		if err != nil {
			return nil, false, err
		}
		for i := range notices {
			if notices[i].Role == role {
				notices[i].ReadAt = fates[notices[i].PersonID].ReadAt
			}
		}
	}
	return notices, more, nil
}

// Warning says that goods which an organisation has received are called back.
type Warning struct {
	model.Recall
	Units int64 // how many of them
}

// OnReceipt says what of some codes' goods is called back, and tells those who act for the
// organisation that has received them.
func (s *Service) OnReceipt(ctx context.Context, org model.OrgID, codes []string) ([]Warning, error) {
	open, err := s.store.open(ctx)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	items, err := s.Custody.ItemsOf(ctx, codes, code.Withdrawn)
	if err != nil {
		return nil, err
	}
	goods := make([]model.ItemRange, len(items))
	for i, item := range items {
		goods[i] = model.One(item)
	}
	return s.warn(ctx, org, open, goods)
}

// OnReceiptOf is OnReceipt of goods of which no codes were read.
func (s *Service) OnReceiptOf(ctx context.Context, org model.OrgID, goods []model.ItemRange) ([]Warning, error) {
	open, err := s.store.open(ctx)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return s.warn(ctx, org, open, goods)
}

// warn says which open recalls goods are called back by, and tells their receiver.
func (s *Service) warn(ctx context.Context, org model.OrgID, open []model.Recall, goods []model.ItemRange) ([]Warning, error) {
	units, err := s.Custody.UnitsIn(ctx, goods, s.clock.Now())
	if err != nil {
		return nil, err
	}
	var warnings []Warning
	for _, r := range open {
		n, err := s.store.among(ctx, r.ID, units)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		warnings = append(warnings, Warning{Recall: r, Units: n})
		if err := s.tellOrgs(ctx, r, []model.OrgID{org}); err != nil {
			return nil, err
		}
	}
	return warnings, nil
}
