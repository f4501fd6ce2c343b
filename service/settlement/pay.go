package settlement

import (
	"context"
	"fmt"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// PaymentOrder says how a closed statement is paid.
type PaymentOrder struct {
	By     model.UserID
	Period model.SettlementPeriodID
	Org    model.OrgID
	Method model.SettlementMethod
}

// Pay takes what the brand owes by a closed statement off the organisation's accounts: it has
// left by bank, or is credit against orders from now on. A statement is paid once; to pay it
// again in the same way is answered as before. What was paid since the period ended, with
// another statement, is paid. It is a fact of the period in which it is sealed. Errors:
// ErrBadMethod, ErrUnknownPeriod, ErrNotClosed, ErrUnknownStatement, ErrNothingOwed,
// ErrPaidOtherwise.
func (s *Service) Pay(ctx context.Context, o PaymentOrder) (paid model.SettlementPayment, err error) {
	orders := PaymentOrders{By: o.By, Period: o.Period, Method: o.Method, Dues: []Due{{Org: o.Org}}}
	err = s.db.Run(ctx, func(ctx context.Context) error { // which a refusal takes back
		done, err := s.PayAll(ctx, orders)
		if err != nil {
			return err
		}
		if paid = done[0].Payment; paid.Method == o.Method { // now, or before
			return nil
		}
		return done[0].Refused
	})
	return paid, err
}

// PaymentOrders says how statements of a closed period are paid.
type PaymentOrders struct {
	By     model.UserID
	Period model.SettlementPeriodID
	Method model.SettlementMethod
	Dues   []Due
}

// Due is what is owed by a statement.
type Due struct {
	Org model.OrgID
	Fen money.Fen // to pay: no more and no less than this; 0: what it is
}

// Paid is what became of a payment that was ordered.
type Paid struct {
	Payment model.SettlementPayment // the one before, where the statement was paid before
	Refused error                   // why it was not made
}

// PayAll is Pay of some statements, in one transaction and a few statements of the database
// however many there are. What one is refused for keeps none of the others: ErrPaidOtherwise
// where it was paid before, in whatever way, ErrNothingOwed, ErrUnknownStatement, ErrOwedOther.
// Errors: ErrBadMethod, ErrUnknownPeriod, ErrNotClosed.
func (s *Service) PayAll(ctx context.Context, o PaymentOrders) ([]Paid, error) {
	if o.Method != model.PaidByBank && o.Method != model.PaidByCredit {
		return nil, ErrBadMethod.With("method %d", o.Method)
	}
	p, err := s.Period(ctx, o.Period)
	if err != nil {
		return nil, err
	}
	if p.State != model.SettlementClosed {
		return nil, ErrNotClosed.With("period %d", p.ID)
	}
	orgs := make([]model.OrgID, len(o.Dues))
	for i, d := range o.Dues {
		orgs[i] = d.Org
	}
	done := make([]Paid, len(orgs))
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.holdOrgs(ctx, orgs); err != nil {
			return err
		}
		a, err := s.accounts(ctx, p, orgs)
		if err != nil {
			return err
		}
		var owed []int // of dues that are paid
		for i, d := range o.Dues {
			if done[i] = a.order(d); done[i].Refused == nil {
				owed = append(owed, i)
			}
		}
		return s.postPayments(ctx, o, a, owed, done)
	})
	return done, err
}

// postPayments pays dues of organisations that are held.
func (s *Service) postPayments(ctx context.Context, o PaymentOrders, a accounts, owed []int, done []Paid) error {
	if len(owed) == 0 {
		return nil
	}
	now := s.clock.Now()
	postings, rows := make([]ledger.Posting, len(owed)), make([]model.SettlementPayment, len(owed))
	for n, i := range owed {
		org := o.Dues[i].Org
		due, _ := a.due(org)
		rows[n] = model.SettlementPayment{
			PeriodID: o.Period, OrgID: org, Method: o.Method, Fen: due.Total(), OrgSums: due, UserID: o.By, PaidAt: now,
		}
		postings[n] = postingOf(rows[n], paymentKey(o.Period, org, a.attempt(org)))
	}
	ids, err := s.ledger.Post(ctx, postings...)
	if err != nil {
		return err
	}
	for n, i := range owed {
		rows[n].TxnID = ids[n]
		done[i].Payment = rows[n]
		if len(o.Dues) == 1 {
			db.Note(ctx, "payment of period %d to organisation %d: %s", o.Period, rows[n].OrgID, rows[n].Fen)
		}
	}
	return s.store.insertPayments(ctx, rows)
}

// paymentKey names a payment in the ledger. After one that came back the next has a number.
func paymentKey(period model.SettlementPeriodID, org model.OrgID, attempt int) string {
	key := fmt.Sprintf("settlement/%d/%d", period, org)
	if attempt > 1 {
		key += fmt.Sprintf("/%d", attempt)
	}
	return key
}

// postingOf is what a payment is in the ledger. Pure.
func postingOf(p model.SettlementPayment, key string) ledger.Posting {
	to := model.Account{Kind: model.BrandSettled, Asset: model.CNY}
	posting := ledger.Posting{Key: key, Kind: kindPayment, At: p.PaidAt}
	if p.Method == model.PaidByCredit {
		to = model.Account{Kind: model.OrgCredit, Owner: int64(p.OrgID), Asset: model.CNY}
		posting.Kind = kindCredit
	}
	for _, kind := range model.Settled() {
		if fen := *p.Of(kind); fen != 0 {
			posting.Entries = append(posting.Entries, ledger.Entry{
				Account: model.Account{Kind: kind, Owner: int64(p.OrgID), Asset: model.CNY}, Amount: -int64(fen),
			})
		}
	}
	posting.Entries = append(posting.Entries, ledger.Entry{Account: to, Amount: int64(p.Fen)})
	return posting
}

// TakeBack is a payment that the bank has not carried out.
type TakeBack struct {
	By     model.UserID
	Period model.SettlementPeriodID
	Org    model.OrgID
	Txn    model.TxnID // that made it: only this payment, and none that was made after it
	Reason string
}

// TakeBack reverses a payment that the bank has not carried out: the organisation is owed it
// again, and the statement may be paid again. Error: ErrNotPaid.
func (s *Service) TakeBack(ctx context.Context, t TakeBack) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.holdOrgs(ctx, []model.OrgID{t.Org}); err != nil {
			return err
		}
		paid, err := s.store.payment(ctx, t.Period, t.Org)
		if err != nil {
			return err
		}
		if paid == nil || paid.TxnID != t.Txn || paid.Method != model.PaidByBank {
			return ErrNotPaid.With("period %d, organisation %d", t.Period, t.Org)
		}
		before, err := s.store.returns(ctx, []model.OrgID{t.Org})
		if err != nil {
			return err
		}
		attempt, now := 1, s.clock.Now()
		for _, r := range before {
			if r.PeriodID == t.Period {
				attempt++
			}
		}
		id, err := s.ledger.Reverse(ctx, paid.TxnID, paymentKey(t.Period, t.Org, attempt)+"/reversal", now)
		if err != nil {
			return err
		}
		return s.store.takeBack(ctx, model.SettlementReturn{
			PeriodID: t.Period, OrgID: t.Org, N: attempt, Fen: paid.Fen, OrgSums: paid.OrgSums, TxnID: paid.TxnID, PaidBy: paid.UserID,
			PaidAt: paid.PaidAt, ReversalID: id, Reason: t.Reason, UserID: t.By, ReturnedAt: now,
		})
	})
}
