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
		product, err := s.catalog.Get(ctx, c.ProductID)
		if err != nil {
			return err
		}
		harmed, err := s.freeze(ctx, c, product.Line)
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
		flags, err := s.store.flags(ctx, c.ID)
		if err != nil {
			return err
		}
		c.Units, err = s.alleged(ctx, flags)
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
