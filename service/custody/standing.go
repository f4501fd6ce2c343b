package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// Standing is a run of items with what is believed of it at a moment.
type Standing struct {
	Items     model.ItemRange
	Parent    model.ItemID // the container that they are in, or 0
	Known     bool         // they have come into being
	Holder    model.OrgID
	InTransit model.OrgID // who they are on the way to
	Assigned  model.OrgID
}

// Standing says where goods are at a moment, cut into runs of one batch of which the same is
// true. It costs by what was ever packed with these goods.
func (s *Service) Standing(ctx context.Context, goods []model.ItemRange, at time.Time) ([]Standing, error) {
	family, err := s.family(ctx, goods)
	if err != nil {
		return nil, err
	}
	current, err := s.load(ctx, family)
	if err != nil {
		return nil, err
	}
	var all []Standing
	for _, r := range s.codes.ByBatch(model.MergeRanges(goods)) {
		for _, h := range current.heldAt(r, at) {
			all = append(all, Standing{
				Items: h.items, Parent: h.parent, Known: h.known,
				Holder: h.holding.org, InTransit: h.holding.inTransit, Assigned: h.assigned,
			})
		}
	}
	return all, nil
}
