package diversion

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/ledger"
)

// Decision is what a person decided about a case, and why.
type Decision struct {
	Case model.CaseID
	By   model.UserID
	Note string
	// Key makes a retry the same decision, which is answered as before; "" for none.
	Key string
}

// Confirm closes an open case as proven: it freezes the units and penalises the origin.
func (s *Service) Confirm(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.decide(ctx, d, model.CaseOpen, model.CaseConfirmed, func(ctx context.Context, c *model.DiversionCase) error {
		units, err := s.freeze(ctx, c)
		if err != nil {
			return err
		}
		policy, err := s.Policies.At(ctx, *c.DecidedAt)
		if err != nil {
			return err
		}
		product, err := s.catalog.Get(ctx, c.ProductID)
		if err != nil {
			return err
		}
		c.Units, c.RateFen = units, policy.Body.rate(product.SKU)
		c.PenaltyFen = c.RateFen * money.Fen(units)
		if c.PenaltyFen == 0 {
			return nil
		}
		ids, err := s.ledger.Post(ctx, ledger.Move(fmt.Sprintf("penalty/%d", c.ID), "penalty", *c.DecidedAt,
			model.Account{Kind: model.OrgPenalty, Owner: int64(c.Origin), Asset: model.CNY},
			model.Account{Kind: model.BrandPenalty, Asset: model.CNY}, int64(c.PenaltyFen)))
		if err != nil {
			return err
		}
		c.TxnID = ids[0]
		return nil
	})
}

// Dismiss closes an open case as unfounded, and keeps how many units it was about.
// Nothing is posted.
func (s *Service) Dismiss(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.decide(ctx, d, model.CaseOpen, model.CaseDismissed, func(ctx context.Context, c *model.DiversionCase) error {
		seen, err := s.seen(ctx, c)
		for _, r := range seen {
			c.Units += r.Len()
		}
		return err
	})
}

// Reverse takes a confirmed case back: the penalty is reversed, and its units may be
// penalised in another case.
func (s *Service) Reverse(ctx context.Context, d Decision) (model.DiversionCase, error) {
	return s.decide(ctx, d, model.CaseConfirmed, model.CaseReversed, func(ctx context.Context, c *model.DiversionCase) error {
		if err := s.store.freeUnits(ctx, c.ID); err != nil {
			return err
		}
		if c.TxnID == 0 {
			return nil
		}
		_, err := s.ledger.Reverse(ctx, c.TxnID, fmt.Sprintf("penalty/%d/reversal", c.ID), *c.DecidedAt)
		return err
	})
}

// decide moves a case from one status to another, once, and what follows with it.
func (s *Service) decide(ctx context.Context, d Decision, from, to model.CaseStatus,
	follow func(ctx context.Context, c *model.DiversionCase) error,
) (model.DiversionCase, error) {
	var decided model.DiversionCase
	err := s.db.Run(ctx, func(ctx context.Context) error {
		c, err := s.Get(ctx, d.Case)
		if err != nil {
			return err
		}
		taken, err := s.store.take(ctx, d.Case, from, to)
		if err != nil {
			return err
		}
		if !taken && d.Key != "" && c.DecisionKey != nil && *c.DecisionKey == d.Key && c.DecidedBy == d.By && c.Status == to {
			decided = c
			return nil
		}
		if !taken {
			return ErrNotInState.With("case %d is %s", c.ID, StatusName(c.Status))
		}
		now := s.clock.Now()
		c.Status, c.DecidedAt, c.DecidedBy, c.Note, c.OpenKey = to, &now, d.By, d.Note, nil
		if c.DecisionKey = nil; d.Key != "" {
			c.DecisionKey = &d.Key
		}
		if err := follow(ctx, &c); err != nil {
			return err
		}
		if err := s.store.saveDecision(ctx, c); err != nil {
			return err
		}
		decided = c
		return s.outbox.Add(ctx, event.CaseDecided{CaseID: c.ID, Status: StatusName(to)})
	})
	return decided, err
}

// freeze writes down the units of a case. Units penalised in another case stay there.
func (s *Service) freeze(ctx context.Context, c *model.DiversionCase) (int64, error) {
	seen, err := s.seen(ctx, c)
	if err != nil {
		return 0, err
	}
	var frozen int64
	for _, r := range seen {
		n, err := s.store.penalise(ctx, c.ID, r)
		if err != nil {
			return 0, err
		}
		frozen += n
	}
	return frozen, nil
}

// seen is the units of a case, each once: those flagged, and the sellable contents of
// flagged containers as they were packed then.
func (s *Service) seen(ctx context.Context, c *model.DiversionCase) ([]model.ItemRange, error) {
	flags, err := s.store.flags(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var all []model.ItemRange
	for _, f := range flags {
		units, err := s.custody.UnitsIn(ctx, []model.ItemRange{model.One(f.Item)}, f.At)
		if err != nil {
			return nil, err
		}
		all = append(all, units...)
	}
	return model.MergeRanges(all), nil
}

// Get returns a case.
func (s *Service) Get(ctx context.Context, id model.CaseID) (model.DiversionCase, error) {
	c, err := s.store.get(ctx, id)
	if err != nil {
		return model.DiversionCase{}, err
	}
	if c == nil {
		return model.DiversionCase{}, ErrUnknownCase.With("id %d", id)
	}
	return *c, nil
}

// Some returns the cases of ids that exist.
func (s *Service) Some(ctx context.Context, ids []model.CaseID) ([]model.DiversionCase, error) {
	return s.store.some(ctx, ids)
}

// List pages through cases by id; status 0 means all.
func (s *Service) List(ctx context.Context, status model.CaseStatus, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	return s.store.list(ctx, status, after, limit)
}

// Flags lists what a case rests on.
func (s *Service) Flags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	return s.store.flags(ctx, id)
}

// StatusName is "open", "confirmed", "dismissed" or "reversed".
func StatusName(s model.CaseStatus) string {
	return [...]string{"", "open", "confirmed", "dismissed", "reversed"}[s]
}

// ParseStatus reads what StatusName writes; anything else is 0, which means all.
func ParseStatus(s string) model.CaseStatus {
	for status := model.CaseOpen; status <= model.CaseReversed; status++ {
		if StatusName(status) == s {
			return status
		}
	}
	return 0
}
