package channel

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnPersonUnited moves the memberships and choices of persons who turned out to be others
// to those they are. What was scanned stays as it was judged.
func (s *Service) OnPersonUnited(ctx context.Context, facts []event.PersonUnited) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.lockMemberships(ctx); err != nil {
			return err
		}
		for _, f := range facts { // one after the other: one's heir may be the next one's
			if err := s.inherit(ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// inherit ends what the person who is gone did, and lets the other go on with it. The
// caller has locked memberships.
func (s *Service) inherit(ctx context.Context, f event.PersonUnited) error {
	all, err := s.MembershipHistory(ctx, []model.PersonID{f.From, f.To})
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, m := range all[f.From] {
		if !m.ValidTo.After(f.At) {
			continue
		}
		if _, err := s.end(ctx, f.From, m.Role, m.OrgID, f.At); err != nil {
			return err
		}
		next, ok := succeed(m, all[f.To], f)
		if !ok {
			continue
		}
		if exclusive[m.Role] {
			if _, err := s.end(ctx, f.To, m.Role, 0, next.ValidFrom); err != nil {
				return err
			}
		}
		next.ID, next.RecordedFrom, next.RecordedTo = s.ids.Next(), now, model.Forever
		if err := insert(ctx, s.store, []model.Membership{next}); err != nil {
			return err
		}
	}
	return s.store.moveChoices(ctx, f.From, f.To)
}

// succeed is the membership that a person goes on with after the one he was united with;
// ok is false where his own stands. He is taken to have had it since the other had, so that
// scans made before and told later find it, unless he did something in that role himself.
func succeed(m model.Membership, own []model.Membership, f event.PersonUnited) (next model.Membership, ok bool) {
	next = m
	next.PersonID = f.To
	for _, o := range own {
		if o.Role != m.Role || (!exclusive[m.Role] && o.OrgID != m.OrgID) {
			continue
		}
		if validAt(o.Period, f.At) && (o.OrgID == m.OrgID || o.ValidFrom.After(m.ValidFrom)) {
			return next, false
		}
		next.ValidFrom = latest(m.ValidFrom, f.At)
	}
	return next, next.ValidFrom.Before(next.ValidTo)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
