package diversion

import (
	"context"
	"fmt"
	"slices"
	"time"

	"channelrouter/internal/policy"
	"channelrouter/model"
)

// lowerLater reckons the origin's cases again that were confirmed after one that is taken
// back by now, each over those that still stand before it. What comes out lower is charged
// instead; nothing is raised, because a reversal must not cost anybody more. So a reversed
// case leaves nothing behind: no step up a tier, and no grace used up.
func (s *Service) lowerLater(ctx context.Context, reversed model.DiversionCase, since time.Time, cause model.CaseEvent) error {
	later, err := s.store.confirmedAfter(ctx, reversed, since)
	if err != nil {
		return err
	}
	for _, c := range later {
		if err := s.lower(ctx, c.ID, reversed, cause); err != nil {
			return err
		}
	}
	return nil
}

// lower reckons a confirmed case again, by the policy of its confirmation. It holds the case
// before it reads it: an appeal that comes meanwhile waits, or came before and is kept.
func (s *Service) lower(ctx context.Context, id model.CaseID, reversed model.DiversionCase, cause model.CaseEvent) error {
	if err := s.store.holdCase(ctx, id); err != nil {
		return err
	}
	c, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	lines, err := Reckoning(c)
	byHand := slices.ContainsFunc(lines, func(l PenaltyLine) bool { return l.Rule == RuleGiven })
	if err != nil || byHand || c.Nth == 0 { // by hand, or before there were tiers
		return err
	}
	p, err := s.Policies.At(ctx, *c.DecidedAt)
	if err != nil {
		return err
	}
	again, err := s.reckonBefore(ctx, p, c, reversed)
	if err != nil || again.Fen > c.PenaltyFen || again.stands(c) {
		return err
	}
	parts, err := s.store.compensations(ctx, []model.CaseID{c.ID})
	if err != nil {
		return err
	}
	e := s.eventOf(deed{
		Case: c.ID, Action: ActLower, By: Author{User: cause.UserID}, Note: fmt.Sprintf("case %d was reversed", reversed.ID),
	}, c.Status, c.Status, "")
	if again.Fen == c.PenaltyFen {
		return s.recount(ctx, c, e, again, parts)
	}
	_, err = s.step(ctx, c, e, func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		if _, err := s.ledger.Reverse(ctx, c.TxnID, fmt.Sprintf("penalty/%d/%d/reversal", c.ID, e.ID), e.At); err != nil {
			return err
		}
		harmed := map[model.OrgID]int64{}
		for _, part := range parts {
			harmed[part.OrgID] = part.Units
		}
		return s.charge(ctx, p.Body.Penalties, c, e, again, harmed)
	})
	return err
}

// stands tells whether a case has a penalty's numbers already.
func (out penalty) stands(c model.DiversionCase) bool {
	return out.Fen == c.PenaltyFen && out.Warned == c.WarnedUnits && out.Nth == c.Nth
}

// recount writes down that a case costs what it did by other numbers, so that the next ones are
// reckoned from these. It posts nothing, and nobody is told: nothing has changed for them.
func (s *Service) recount(ctx context.Context, c model.DiversionCase, e model.CaseEvent, p penalty, parts []model.CaseCompensation) error {
	if err := keep(&c, &e, p, parts); err != nil {
		return err
	}
	if err := s.store.saveCase(ctx, c); err != nil {
		return err
	}
	return s.store.insertEvent(ctx, e)
}

// reckonBefore is reckon over the cases that were confirmed before this one and still stand.
func (s *Service) reckonBefore(ctx context.Context, p policy.Version[Policy], c, reversed model.DiversionCase) (penalty, error) {
	rules := p.Body.Penalties
	from, _ := rules.period(*c.DecidedAt)
	since := rules.repeatsSince(*c.DecidedAt)
	standing, err := s.store.confirmedBetween(ctx, c.Origin, earlier(from, since), *c.DecidedAt)
	if err != nil {
		return penalty{}, err
	}
	f := penaltyFacts{Units: c.Units, Rate: c.RateFen, Young: rules.young(c, p.InForce)}
	for _, o := range standing {
		if o.ID == reversed.ID || o.ID == c.ID || o.Nth >= c.Nth && o.DecidedAt.Equal(*c.DecidedAt) {
			continue
		}
		if o.Units > 0 && !o.DecidedAt.Before(since) {
			f.Before++
		}
		if !o.DecidedAt.Before(from) {
			f.Charged += o.PenaltyFen
			f.Warned += o.WarnedUnits
		}
	}
	return reckon(rules, f)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
