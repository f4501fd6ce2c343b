package diversion

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// Decision is what somebody at the brand decided about a case, and why.
type Decision struct {
	Case model.CaseID
	By   model.UserID
	Note string
	// Key makes a retry the same decision, which is answered as before; "" for none.
	Key string
	// Amount is a penalty to charge instead of what the policy makes of the case; nil: none.
	Amount *money.Fen
}

func (d Decision) deed(a Action) deed {
	return deed{Case: d.Case, Action: a, By: Author{User: d.By}, Note: d.Note, Key: d.Key, Asked: d.Amount}
}

// Confirm closes a case as proven: it freezes the units, penalises the origin, and
// compensates who was harmed. Where the policy wants it, the origin was told before; where
// he was told, his time to appeal is over. Errors: ErrUnknownCase, ErrNotInState,
// ErrNoticeNeeded, ErrAppealOpen, ErrAboveCap.
func (s *Service) Confirm(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActConfirm), func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		policy, err := s.Policies.At(ctx, e.At)
		if err != nil {
			return err
		}
		if err := confirmable(policy.Body.Penalties, *c, *e); err != nil {
			return err
		}
		decided(c, *e)
		if c.AppealUntil == nil { // he hears of it by the decision
			until := e.At.Add(policy.Body.Penalties.appealFor())
			c.AppealUntil = &until
		}
		harmed, err := s.freeze(ctx, c)
		if err != nil {
			return err
		}
		product, err := s.catalog.Get(ctx, c.ProductID)
		if err != nil {
			return err
		}
		c.PolicyVersion, c.RateFen = policy.Number, policy.Body.rate(product.SKU)
		p, err := s.reckon(ctx, policy, *c, d.Amount)
		if err != nil {
			return err
		}
		return s.charge(ctx, policy.Body.Penalties, c, e, p, harmed)
	})
}

// confirmable refuses to confirm a case behind the origin's back. Pure.
func confirmable(p Penalties, c model.DiversionCase, e model.CaseEvent) error {
	switch {
	case e.From == model.CaseNoticed && e.At.Before(*c.AppealUntil):
		return ErrAppealOpen.With("until %s", c.AppealUntil)
	case p.NoticeRequired && c.NoticedAt == nil:
		return ErrNoticeNeeded
	}
	return nil
}

// decided writes down a verdict. Whatever it is, an appeal has its answer.
func decided(c *model.DiversionCase, e model.CaseEvent) {
	c.DecidedAt, c.DecidedBy, c.Note = &e.At, e.UserID, e.Note
	if c.AppealedAt != nil && c.AnsweredAt == nil {
		c.AnsweredAt = &e.At
	}
}

// Dismiss closes an undecided case as unfounded, and keeps how many units it was about.
// Nothing is posted.
func (s *Service) Dismiss(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActDismiss), func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		decided(c, *e)
		units, err := s.alleged(ctx, c)
		c.Units = units
		return err
	})
}

// Uphold turns down the appeal against a confirmed case: it stays as it is. Errors:
// ErrUnknownCase, ErrNotInState, ErrNoAppeal.
func (s *Service) Uphold(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActUphold), func(_ context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		if c.AppealedAt == nil || c.AnsweredAt != nil {
			return ErrNoAppeal
		}
		c.AnsweredAt = &e.At
		return nil
	})
}

// Reverse takes a confirmed case back: the penalty and what it compensated are reversed, its
// units may be penalised in another case, and later cases of the origin that counted this one
// are reckoned again.
func (s *Service) Reverse(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.do(ctx, d.deed(ActReverse), func(ctx context.Context, c *model.DiversionCase, e *model.CaseEvent) error {
		confirmedAt := *c.DecidedAt
		decided(c, *e)
		if err := s.store.freeUnits(ctx, c.ID); err != nil {
			return err
		}
		if err := s.store.setCompensations(ctx, c.ID, nil); err != nil {
			return err
		}
		if c.TxnID != 0 {
			if _, err := s.ledger.Reverse(ctx, c.TxnID, fmt.Sprintf("penalty/%d/reversal", c.ID), e.At); err != nil {
				return err
			}
		}
		return s.lowerLater(ctx, *c, confirmedAt, *e)
	})
}

// freeze writes down the units of a case, and says how many of them were found in whose part
// of the channel. Units penalised in another case stay there.
func (s *Service) freeze(ctx context.Context, c *model.DiversionCase) (harmed map[model.OrgID]int64, err error) {
	flags, err := s.store.flags(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	harmed, c.Units = map[model.OrgID]int64{}, 0
	for _, f := range flags {
		units, err := s.custody.UnitsIn(ctx, []model.ItemRange{model.One(f.Item)}, f.At)
		if err != nil {
			return nil, err
		}
		var frozen int64
		for _, r := range units {
			n, err := s.store.penalise(ctx, c.ID, r)
			if err != nil {
				return nil, err
			}
			frozen += n
		}
		c.Units += frozen
		found, err := s.foundWith(ctx, *c, f)
		if err != nil {
			return nil, err
		}
		if found != 0 && found != c.Origin && frozen > 0 {
			harmed[found] += frozen
		}
	}
	return harmed, nil
}

// foundWith is in whose part of the channel a flag's goods were found: the terminal's
// distributor, or who has the city as his own; 0 where that is nobody's or several people's.
func (s *Service) foundWith(ctx context.Context, c model.DiversionCase, f model.DiversionFlag) (model.OrgID, error) {
	if f.Found != 0 || c.Adcode == "" {
		return f.Found, nil
	}
	product, err := s.catalog.Get(ctx, c.ProductID)
	if err != nil {
		return 0, err
	}
	return s.channel.TerritoryHolder(ctx, c.Adcode, product.Line, f.At)
}

// alleged counts the units of a case, each once: those flagged, and the sellable contents of
// flagged containers as they were packed then.
func (s *Service) alleged(ctx context.Context, c *model.DiversionCase) (n int64, err error) {
	flags, err := s.store.flags(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	var all []model.ItemRange
	for _, f := range flags {
		units, err := s.custody.UnitsIn(ctx, []model.ItemRange{model.One(f.Item)}, f.At)
		if err != nil {
			return 0, err
		}
		all = append(all, units...)
	}
	for _, r := range model.MergeRanges(all) {
		n += r.Len()
	}
	return n, nil
}
