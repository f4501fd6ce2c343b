package settlement

import (
	"context"
	"fmt"

	"channelrouter/internal/db"
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
// ErrUnknownPeriod, ErrNotClosed, ErrUnknownStatement, ErrNothingOwed, ErrPaidOtherwise.
func (s *Service) Pay(ctx context.Context, o PaymentOrder) (paid model.SettlementPayment, err error) {
	p, err := s.Period(ctx, o.Period)
	if err != nil {
		return paid, err
	}
	if p.State != model.SettlementClosed {
		return paid, ErrNotClosed.With("period %d", p.ID)
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.holdOrg(ctx, o.Org); err != nil {
			return err
		}
		earlier, err := s.store.payment(ctx, o.Period, o.Org)
		if err != nil {
			return err
		}
		if earlier != nil {
			if paid = *earlier; paid.Method != o.Method {
				return ErrPaidOtherwise.With("of period %d", p.ID)
			}
			return nil
		}
		due, err := s.due(ctx, p, o.Org)
		if err != nil {
			return err
		}
		if due.Total() <= 0 {
			return ErrNothingOwed.With("%s", due.Total())
		}
		paid, err = s.postPayment(ctx, o, due)
		return err
	})
	return paid, err
}

// due is what a closed statement ends with, less what was paid and is not in it.
func (s *Service) due(ctx context.Context, p model.SettlementPeriod, org model.OrgID) (model.OrgSums, error) {
	st, err := s.store.statement(ctx, p.ID, org)
	if err != nil {
		return model.OrgSums{}, err
	}
	if st == nil {
		return model.OrgSums{}, ErrUnknownStatement.With("period %d", p.ID)
	}
	payments, err := s.store.payments(ctx, org)
	if err != nil || len(payments) == 0 {
		return st.OrgSums, err
	}
	txns := make([]model.TxnID, len(payments))
	for i, paid := range payments {
		txns[i] = paid.TxnID
	}
	seals, err := s.ledger.SealsOf(ctx, txns)
	due := st.OrgSums
	for _, paid := range payments {
		if seal := seals[paid.TxnID]; seal != 0 && seal <= p.LastSeal {
			continue
		}
		for _, kind := range model.Settled() {
			*due.Of(kind) -= *paid.Of(kind)
		}
	}
	return due, err
}

func (s *Service) postPayment(ctx context.Context, o PaymentOrder, due model.OrgSums) (model.SettlementPayment, error) {
	to := model.Account{Kind: model.BrandSettled, Asset: model.CNY}
	if o.Method == model.PaidByCredit {
		to = model.Account{Kind: model.OrgCredit, Owner: int64(o.Org), Asset: model.CNY}
	}
	now := s.clock.Now()
	posting := ledger.Posting{Key: fmt.Sprintf("settlement/%d/%d", o.Period, o.Org), Kind: kindPayment, At: now}
	for _, kind := range model.Settled() {
		if fen := *due.Of(kind); fen != 0 {
			posting.Entries = append(posting.Entries, ledger.Entry{
				Account: model.Account{Kind: kind, Owner: int64(o.Org), Asset: model.CNY}, Amount: -int64(fen),
			})
		}
	}
	posting.Entries = append(posting.Entries, ledger.Entry{Account: to, Amount: int64(due.Total())})
	ids, err := s.ledger.Post(ctx, posting)
	if err != nil {
		return model.SettlementPayment{}, err
	}
	paid := model.SettlementPayment{
		PeriodID: o.Period, OrgID: o.Org, Method: o.Method, Fen: due.Total(), OrgSums: due, TxnID: ids[0], UserID: o.By, PaidAt: now,
	}
	db.Note(ctx, "payment of period %d to organisation %d: %s", o.Period, o.Org, paid.Fen)
	return paid, s.store.insertPayment(ctx, paid)
}
