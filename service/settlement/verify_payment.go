package settlement

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// verifyPayments makes sure that a period's payments, and those that came back, are what the
// ledger moved for them, some organisations at a time.
func (s *Service) verifyPayments(ctx context.Context, r *Report, p model.SettlementPeriod) error {
	for after := model.OrgID(0); ; {
		payments, err := s.store.paymentsAfter(ctx, p.ID, after, s.at.orgs)
		if err != nil || len(payments) == 0 {
			return err
		}
		rows := make([]postedPayment, len(payments))
		for i, paid := range payments {
			rows[i] = postedPayment{paid.TxnID, paid.OrgID, paid.Fen, paid.OrgSums, -1}
		}
		if err := s.verifyPosted(ctx, r, p, rows); err != nil {
			return err
		}
		after = payments[len(payments)-1].OrgID
	}
}

// verifyReturns is verifyPayments of those that came back: both of their transactions.
func (s *Service) verifyReturns(ctx context.Context, r *Report, p model.SettlementPeriod) error {
	returns, err := s.store.returnsIn(ctx, p.ID)
	if err != nil {
		return err
	}
	for len(returns) > 0 {
		part := returns[:min(len(returns), s.at.orgs)]
		returns = returns[len(part):]
		var rows []postedPayment
		for _, back := range part {
			rows = append(rows, postedPayment{back.TxnID, back.OrgID, back.Fen, back.OrgSums, -1},
				postedPayment{back.ReversalID, back.OrgID, back.Fen, back.OrgSums, 1})
		}
		if err := s.verifyPosted(ctx, r, p, rows); err != nil {
			return err
		}
	}
	return nil
}

// postedPayment is what a transaction of the ledger is to have moved: sign times the sums.
type postedPayment struct {
	txn  model.TxnID
	org  model.OrgID
	fen  money.Fen
	sums model.OrgSums
	sign money.Fen
}

func (s *Service) verifyPosted(ctx context.Context, r *Report, p model.SettlementPeriod, rows []postedPayment) error {
	txns := make([]model.TxnID, len(rows))
	for i, row := range rows {
		txns[i] = row.txn
	}
	moved, err := s.ledger.MovementsIn(ctx, txns, model.Settled())
	if err != nil {
		return err
	}
	for _, row := range rows {
		if fault := row.against(moved[row.txn]); fault != "" {
			r.wrong("period %d, organisation %d: its payment of %d fen is not what transaction %d moved: %s", p.ID, row.org, row.fen, row.txn, fault)
		}
	}
	return nil
}

// against holds a payment against what its transaction moved; "" when it is that. Pure.
func (row postedPayment) against(moved []ledger.Movement) string {
	var sums model.OrgSums
	for _, m := range moved {
		if m.Org != row.org {
			return fmt.Sprintf("organisation %d", m.Org)
		}
		*sums.Of(m.Account) += row.sign * money.Fen(m.Fen)
	}
	if sums != row.sums || row.fen != sums.Total() {
		return fmt.Sprintf("%+v", sums)
	}
	return ""
}
