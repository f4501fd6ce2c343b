package payout

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// Query narrows everybody's payouts down; what is empty narrows nothing.
type Query struct {
	States   []model.PayoutState
	Wallet   model.AccountKind
	People   []model.PersonID // nil: anybody's; empty: nobody's
	From, To int32            // asked for on these business days, inclusive
	Rising   bool             // the oldest first
}

// All pages through everybody's payouts behind the last one of the page before (0: from the first),
// by the business day on which they were asked for. It asks for a page of each state, which an
// index has in this order, and takes the first of them all: what it costs does not grow with the
// payouts that there are; only those of people are looked at one by one. Error: ErrUnknown where
// after is none.
func (s *Service) All(ctx context.Context, q Query, after model.PayoutID, limit int) ([]model.Payout, error) {
	if q.People != nil && len(q.People) == 0 {
		return nil, nil
	}
	var last *model.Payout
	if after != 0 {
		var err error
		if last, err = s.store.get(ctx, after); err != nil {
			return nil, err
		}
		if last == nil {
			return nil, ErrUnknown.With("id %d", after)
		}
	}
	if len(q.States) == 0 {
		return s.store.all(ctx, q, 0, last, limit)
	}
	var all []model.Payout
	for _, state := range q.States {
		page, err := s.store.all(ctx, q, state, last, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	slices.SortFunc(all, func(a, b model.Payout) int {
		at := cmp.Or(cmp.Compare(a.BizDate, b.BizDate), cmp.Compare(a.ID, b.ID))
		if !q.Rising {
			return -at
		}
		return at
	})
	return all[:min(limit, len(all))], nil
}
