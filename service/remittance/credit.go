package remittance

import (
	"context"
	"fmt"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// NewUse is credit that an order of an organisation uses. The key makes a retry the same use.
type NewUse struct {
	By    model.UserID
	Key   string
	Org   model.OrgID
	Order string // the brand's number of it
	Fen   money.Fen
}

// mostUsed is the most that one order uses.
const mostUsed money.Fen = 10_000_000_000

// kindUse is the ledger's kind of a use of credit.
const kindUse = "credit"

// Use takes credit for an order, never more than there is. Errors: ErrBadUse, ErrNotEnough,
// ErrKeyReused, channel.ErrUnknownOrg.
func (s *Service) Use(ctx context.Context, n NewUse) (model.CreditUse, error) {
	if n.Fen <= 0 || n.Fen > mostUsed || n.Order == "" {
		return model.CreditUse{}, ErrBadUse.With("%s for order %q", n.Fen, n.Order)
	}
	if _, err := s.channel.GetOrg(ctx, n.Org); err != nil {
		return model.CreditUse{}, err
	}
	hash, err := id.Hash(n)
	if err != nil {
		return model.CreditUse{}, err
	}
	row := model.CreditUse{
		ID: model.CreditUseID(s.ids.Next()), UserID: n.By, Key: n.Key, InputHash: hash, OrgID: n.Org, OrderRef: n.Order, Fen: n.Fen, UsedAt: s.clock.Now(),
	}
	use := func(ctx context.Context) error {
		if err := s.store.holdCredit(ctx, n.Org); err != nil {
			return err
		}
		earlier, err := s.store.useByKey(ctx, n.By, n.Key)
		if err != nil {
			return err
		}
		if earlier == nil {
			return s.use(ctx, &row)
		}
		if earlier.InputHash != hash {
			return ErrKeyReused.With("key %q", n.Key)
		}
		row = *earlier
		return nil
	}
	err = s.db.RunRaced(ctx, use)
	return row, err
}

// use posts a use of credit of an organisation that is held.
func (s *Service) use(ctx context.Context, u *model.CreditUse) error {
	credit, err := s.Credit(ctx, u.OrgID)
	if err != nil {
		return err
	}
	if credit < u.Fen {
		return ErrNotEnough.With("%s, and not %s", credit, u.Fen)
	}
	ids, err := s.ledger.Post(ctx, ledger.Move(useKey(u.ID), kindUse, u.UsedAt, creditOf(u.OrgID),
		model.Account{Kind: model.BrandOrders, Asset: model.CNY}, int64(u.Fen)))
	if err != nil {
		return err
	}
	u.TxnID = ids[0]
	db.Note(ctx, "credit use %d of organisation %d: %s", u.ID, u.OrgID, u.Fen)
	return s.store.insertUse(ctx, *u)
}

// GiveBack gives back what an order has used, all of it, once: to do so again changes nothing.
// Error: ErrUnknownUse.
func (s *Service) GiveBack(ctx context.Context, by model.UserID, org model.OrgID, id model.CreditUseID, reason string) (model.CreditUse, error) {
	var u model.CreditUse
	err := s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.holdCredit(ctx, org); err != nil {
			return err
		}
		row, err := s.store.creditUse(ctx, org, id)
		if err != nil {
			return err
		}
		if row == nil {
			return ErrUnknownUse.With("id %d", id)
		}
		if u = *row; u.GivenBackAt != nil {
			return nil
		}
		now := s.clock.Now()
		if u.ReversalID, err = s.ledger.Reverse(ctx, u.TxnID, useKey(u.ID)+"/reversal", now); err != nil {
			return err
		}
		u.GivenBackBy, u.GivenBackAt, u.Reason = by, &now, reason
		db.Note(ctx, "credit use %d of organisation %d: %s", u.ID, u.OrgID, u.Fen)
		return s.store.saveUse(ctx, u)
	})
	return u, err
}

// Credit is what an organisation has of credit, and has not used.
func (s *Service) Credit(ctx context.Context, org model.OrgID) (money.Fen, error) {
	fen, err := s.ledger.Balance(ctx, creditOf(org))
	return money.Fen(fen), err
}

// OrgCredit is an organisation's credit.
type OrgCredit struct {
	Org model.Org
	Fen money.Fen
}

// Credits pages through the organisations that have, or had, credit, after one; what was paid in
// the last second may be lacking.
func (s *Service) Credits(ctx context.Context, after model.OrgID, limit int) ([]OrgCredit, error) {
	rows, err := s.ledger.NettedPage(ctx, model.OrgCredit, int64(after), limit)
	if err != nil {
		return nil, err
	}
	orgs := make([]model.OrgID, len(rows))
	for i, b := range rows {
		orgs[i] = model.OrgID(b.Owner)
	}
	whose, err := s.channel.Orgs(ctx, orgs)
	credits := make([]OrgCredit, len(rows))
	for i, b := range rows {
		credits[i] = OrgCredit{whose[orgs[i]], money.Fen(b.Amount)}
	}
	return credits, err
}

// Uses pages through an organisation's uses of credit, those that were given back too, newest
// first, before an id (0: from the newest).
func (s *Service) Uses(ctx context.Context, org model.OrgID, before model.CreditUseID, limit int) ([]model.CreditUse, error) {
	return s.store.uses(ctx, org, before, limit)
}

func creditOf(org model.OrgID) model.Account {
	return model.Account{Kind: model.OrgCredit, Owner: int64(org), Asset: model.CNY}
}

// useKey names a use of credit in the ledger.
func useKey(id model.CreditUseID) string { return fmt.Sprintf("credit/%d", id) }
